from odoo import Command, api, models
from odoo.fields import Domain

from odoo.addons.qms.tools.filing import safe_name, unique_name

from .guard import PLACING

COMPANY, UNIT, PROCESS = "company", "unit", "process"


class QmsDmsTree(models.AbstractModel):
    """Directories of a company: its units as they lie in each other, their processes.

    What is for certain groups alone lies beside them, in a directory per kind. They are
    made as they are needed, follow the names of today and go when they are empty.
    """

    _name = "qms.dms.tree"
    _description = "Directories in the DMS"

    @api.model
    def _of_dms(self, name):
        """A model of the DMS, as only we may change what is ours in it."""
        return (
            self.env[name]
            # sudo: the system's own work, whoever's step it follows
            .sudo()
            .with_context(active_test=False, qms_placing=PLACING, tracking_disable=True)
        )

    # ------------------------------------------------------------
    # What a company has
    # ------------------------------------------------------------

    @api.model
    def _storage(self, company):
        storages = self._of_dms("dms.storage")
        found = storages.search(
            [("qms_filed", "=", True), ("company_id", "=", company.id)], limit=1
        )
        return found or storages.create(
            {
                "name": self.env._("Quality Management: %s", company.name),
                "company_id": company.id,
                "save_type": "file",
                "qms_filed": True,
            }
        )

    @api.model
    def _access_group(self, audience):
        """Whoever is in one of these groups reads, and does nothing else."""
        groups = self._of_dms("dms.access.group")
        key = ",".join(map(str, sorted(audience.ids)))
        if found := groups.search([("qms_audience", "=", key)], limit=1):
            return found
        names = ", ".join(audience.mapped("name"))
        name = self.env._("Quality Management: %s", names)
        taken = groups.search([("name", "=like", f"{name}%")]).mapped("name")
        return groups.create(
            {
                "name": unique_name(name, taken),
                "group_ids": [Command.set(audience.ids)],
                "explicit_user_ids": [Command.clear()],
                "qms_audience": key,
            }
        )

    @api.model
    def _root(self, company):
        storage = self._storage(company)
        found = storage.root_directory_ids[:1]
        employees = self.env.ref("base.group_user")
        return found or self._of_dms("dms.directory").create(
            {
                "name": safe_name(company.name),
                "is_root_directory": True,
                "storage_id": storage.id,
                "group_ids": [Command.set(self._access_group(employees).ids)],
                "qms_kind": COMPANY,
            }
        )

    # ------------------------------------------------------------
    # Where a file belongs
    # ------------------------------------------------------------

    @api.model
    def _directories(self, place, audience):
        """One directory, or one for each process."""
        here = self.with_context(lang=place.company.partner_id.lang)
        if audience != self.env.ref("base.group_user"):
            return here._of_kind(place, audience)
        directory = here._unit(place.unit) if place.unit else here._root(place.company)
        below = directory.browse()
        for process in place.processes:
            below += here._ensure(
                directory,
                process.name,
                qms_kind=PROCESS,
                qms_department_id=place.unit.id,
                qms_process_id=process.id,
            )
        return below or directory

    def _unit(self, unit):
        return self._ensure(
            self._above(unit), unit.name, qms_kind=UNIT, qms_department_id=unit.id
        )

    def _above(self, unit):
        """The directory in which that of a unit lies."""
        parent = unit.parent_id.qms_today_id
        if parent and parent.company_id == unit.company_id and parent != unit:
            return self._unit(parent.with_env(self.env))
        return self._root(unit.company_id)

    def _of_kind(self, place, audience):
        """Nothing of it is read by whoever reads the directories around it."""
        group = self._access_group(audience)
        return self._ensure(
            self._root(place.company),
            place.heading,
            qms_kind=f"{place.kind}:{group.qms_audience}",
            inherit_group_ids=False,
            group_ids=[Command.set(group.ids)],
        )

    def _ensure(self, parent, name, **values):
        directories = self._of_dms("dms.directory")
        keys = ("qms_kind", "qms_department_id", "qms_process_id")
        same = Domain.AND(Domain(key, "=", values.get(key, False)) for key in keys)
        found = directories.search(
            same & Domain("storage_id", "=", parent.storage_id.id), limit=1
        )
        return found or directories.create(
            {
                "name": self._free_name(parent, name),
                "parent_id": parent.id,
                **values,
            }
        )

    @api.model
    def _free_name(self, parent, name, but=None):
        others = parent.child_directory_ids - (but or parent.browse())
        return unique_name(safe_name(name), others.mapped("name"))

    # ------------------------------------------------------------
    # As units and processes are today
    # ------------------------------------------------------------

    @api.model
    def _settle(self, domain):
        """Give directories the name and place of what they are for."""
        directories = self._of_dms("dms.directory")
        known = Domain("storage_id.qms_filed", "=", True) & Domain(domain)
        for directory in directories.search(known, order="parent_path"):
            lang = directory.company_id.partner_id.lang
            here = self.with_context(lang=lang)
            here._settle_one(here._of_dms("dms.directory").browse(directory.id))

    def _settle_one(self, directory):
        values = {}
        if directory.qms_kind == COMPANY:
            name = safe_name(directory.company_id.name)
        elif directory.qms_kind == PROCESS and directory.qms_process_id:
            name = directory.qms_process_id.name
        elif directory.qms_kind == UNIT and directory.qms_department_id:
            name = directory.qms_department_id.name
            above = self._above(directory.qms_department_id)
            if above != directory.parent_id:
                values["parent_id"] = above.id
        else:
            return
        parent = directory.browse(values.get("parent_id")) or directory.parent_id
        if parent:
            name = self._free_name(parent, name, but=directory)
        if name != directory.name:
            values["name"] = name
        if values:
            directory.write(values)

    @api.model
    def _tidy(self):
        """After a round: names of today, and nothing that is empty."""
        self._settle([])
        empty = (
            Domain("storage_id.qms_filed", "=", True)
            & Domain("qms_kind", "!=", COMPANY)
            & Domain("file_ids", "=", False)
            & Domain("child_directory_ids", "=", False)
        )
        while found := self._of_dms("dms.directory").search(empty):
            found.unlink()

    @api.model
    def _fell(self):
        """Leave nothing of it in the DMS."""
        storages = self._of_dms("dms.storage").search([("qms_filed", "=", True)])
        storages.root_directory_ids.unlink()
        storages.unlink()
        groups = self._of_dms("dms.access.group")
        groups.search([("qms_audience", "!=", False)]).unlink()
