"""Set up what is missing; costs next to nothing when all is there."""

from . import console, odoo_source, python_env


def main(_arguments):
    odoo_source.ensure()
    python_env.ensure()


if __name__ == "__main__":
    console.main(main)
