def uninstall_hook(env):
    """What asked by cases goes on as one that asks by tag."""
    campaigns = env["qms.survey.campaign"].search(
        [("audience", "in", ("after", "cases"))]
    )
    campaigns._write_guarded({"audience": "tags"})
