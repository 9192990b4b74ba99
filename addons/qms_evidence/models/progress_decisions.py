from odoo import models
from odoo.tools import SQL

from odoo.addons.qms.models.decision import ROW_COLUMNS

SLICE = 500


class QmsEvidenceProgressDecisions(models.AbstractModel):
    """The decisions on all records of the pack, with what their fingerprints cover."""

    _name = "qms.evidence.progress.decisions"
    _description = "Decisions of an evidence pack"

    def _begin_decisions(self, plans):
        """Settle whose decisions: each record once, whatever sheets it is on."""
        spool, total = self._spool(), 0
        models_ = sorted({plan["model"] for plan in plans})
        models_ = [name for name in models_ if hasattr(self.env[name], "_transition")]
        for name in models_:
            ids = {
                row["id"]
                for plan in plans
                if plan["model"] == name
                for row in spool.read_rows(f"rows-{plan['id']}-")
            }
            spool.dump(f"ids-{name}", sorted(ids))
            total += len(ids)
        spool.dump("decided", models_)
        self._next_step(total)

    def _slice_decisions(self, env):
        spool = self._spool()
        models_ = spool.load("decided")
        index, offset = self._get_place((0, 0))
        if index == len(models_):
            self._begin_files()
            return
        name = models_[index]
        ids = spool.load(f"ids-{name}")
        chunk = ids[offset : offset + SLICE]
        # who may read a record may read what was decided on it
        model = env[name].with_context(active_test=False)
        records = model.search([("id", "in", chunk)], order="id")
        rows = list(self._decision_rows(records))
        part = f"{name}-{offset:08d}"
        spool.write_rows(f"decisions-{part}", (shown for shown, _covered in rows))
        spool.write_rows(f"chain-{part}", (covered for _shown, covered in rows))
        ended = offset + SLICE >= len(ids)
        place = (index + 1, 0) if ended else (index, offset + SLICE)
        # sudo: the name of a model
        self._go_on(place, env["ir.model"].sudo()._get(name).name, len(chunk))

    def _decision_rows(self, records):
        """As pairs: what stands on the sheet, what the fingerprint covers."""
        if not records:
            return
        env, masked = records.env, self.pack_id.is_masked
        word = self.pack_id.with_env(env)._mask_word()
        # sudo: type, number and names of steps
        names = {each.id: each.display_name for each in records.sudo()}
        steps = records._transition_labels()
        states = dict(records._fields["state"]._description_selection(env))
        roles = {}
        for row in env.execute_query_dict(self._decision_query(records)):
            role = row["role"]
            if role not in roles:
                roles[role] = env["qms.decision"].new({"role": role})._role_label()
            person, reason = row.pop("person"), row.pop("reason")
            if masked:
                person, reason = person and word, reason and word
            row["date"] = str(row["date"])
            shown = [
                names[row["res_id"]],
                row["sequence"],
                row["date"],
                steps.get(row["verb"], row["verb"]),
                states.get(row["state_from"], row["state_from"]),
                states.get(row["state_to"], row["state_to"]),
                roles[role],
                person or None,
                reason or None,
                row["digest"],
                row["previous_digest"] or None,
                row["detail_digest"],
            ]
            yield shown, row

    def _decision_query(self, records):
        return SQL(
            """SELECT %s, d.digest, t.person, t.reason
                 FROM qms_decision d
            LEFT JOIN qms_decision_detail t
                   ON t.decision_ref = d.id AND t.erased_on IS NULL
                WHERE d.res_model = %s AND d.res_id = ANY(%s) AND d.date <= %s
             ORDER BY d.res_id, d.sequence""",
            SQL(", ").join(SQL.identifier("d", name) for name in ROW_COLUMNS),
            records._name,
            records.ids,
            self.pack_id.cut_off,
        )
