def post_init_hook(env):
    """A place for each company; what holds already follows with the next round."""
    for company in env["res.company"].with_context(active_test=False).search([]):
        env["qms.dms.tree"]._root(company)
    env["qms.filing"]._wake()


def uninstall_hook(env):
    """Take away what was placed: nobody would withdraw it any more."""
    outlet = env["qms.outlet.dms"]
    env["qms.filing"].search([("outlet", "=", outlet._name)]).unlink()
    env["qms.dms.tree"]._fell()
