"""Many employees past the ORM, where many are needed and not how they come to be."""

from odoo.tools import SQL

PLACES = """
    CREATE TEMPORARY TABLE more ON COMMIT DROP AS
    SELECT nextval('hr_employee_id_seq') AS employee, 'Worker ' || place AS name,
           nextval('resource_resource_id_seq') AS resource,
           nextval('res_partner_id_seq') AS contact,
           nextval('hr_version_id_seq') AS version, unit
      FROM unnest(%s::int[]) WITH ORDINALITY AS wanted (unit, place)
"""
COPY = """
    INSERT INTO %(table)s
    SELECT (jsonb_populate_record(one, jsonb_build_object(%(changes)s))).*
      FROM %(table)s one, more WHERE one.id = %(id)s
"""
NAMED = "'name', more.name, 'id', "
CHANGES = {
    "resource_id": SQL(NAMED + "more.resource"),
    "work_contact_id": SQL(NAMED + "more.contact, 'complete_name', more.name"),
    "id": SQL(
        NAMED + "more.employee, 'resource_id', more.resource, 'work_contact_id',"
        " more.contact, 'department_id', more.unit, 'current_version_id', NULL"
    ),
    "version_id": SQL(
        "'id', more.version, 'employee_id', more.employee, 'department_id', more.unit"
    ),
}


def copy_worker(one, units):
    """Another like ``one``, who has no login, in each of ``units``, a list of ids."""
    cr = one.env.cr
    one.env.flush_all()
    cr.execute(SQL(PLACES, units))
    for name, changes in CHANGES.items():
        [record] = one if name == "id" else one[name]
        table = SQL.identifier(record._table)
        cr.execute(SQL(COPY, table=table, changes=changes, id=record.id))
    cr.execute(
        "UPDATE hr_employee SET current_version_id = version FROM more"
        " WHERE hr_employee.id = employee"
    )
    cr.execute("DROP TABLE more")
    one.env.invalidate_all()
