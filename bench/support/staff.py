"""Employees past the ORM: copies of one it made, with what hangs on an employee."""

from odoo.tools import SQL

from .growth import copied

TABLES = ("resource_resource", "hr_employee", "hr_version")


def copy_person(env, one, units):
    """An employee like ``one`` in each of ``units``, a list of ids; their own ids."""
    env.flush_all()
    env.cr.execute(
        SQL(
            """CREATE TEMPORARY TABLE bench_people ON COMMIT DROP AS
               SELECT unit, 'Person ' || place AS name,
                      nextval('resource_resource_id_seq') AS resource_id,
                      nextval('hr_employee_id_seq') AS id,
                      nextval('hr_version_id_seq') AS version_id
                 FROM unnest(%s::int[]) WITH ORDINALITY AS wanted (unit, place)""",
            units,
        )
    )
    _copy(env, one)
    env.cr.execute("SELECT id FROM bench_people ORDER BY id")
    ids = [id_ for (id_,) in env.cr.fetchall()]
    env.cr.execute("DROP TABLE bench_people")
    for name in TABLES:
        env.cr.execute(SQL("ANALYZE %s", SQL.identifier(name)))
    env.invalidate_all()
    return ids


def _copy(env, one):
    name, unit = SQL("row.name"), SQL("row.unit")
    templates = (one.resource_id, one, one.current_version_id)
    replaced = (
        {"id": SQL("row.resource_id"), "name": name},
        {
            "id": SQL("row.id"),
            "name": name,
            "resource_id": SQL("row.resource_id"),
            "department_id": unit,
            "current_version_id": SQL("NULL"),
            "work_contact_id": SQL("NULL"),
        },
        {
            "id": SQL("row.version_id"),
            "employee_id": SQL("row.id"),
            "department_id": unit,
        },
    )
    for table, template, values in zip(TABLES, templates, replaced, strict=True):
        rows = SQL(
            "bench_people row JOIN %s src ON src.id = %s",
            SQL.identifier(table),
            template.id,
        )
        copied(env, table, rows, values)
    env.cr.execute(
        """UPDATE hr_employee person SET current_version_id = row.version_id
             FROM bench_people row WHERE row.id = person.id"""
    )
