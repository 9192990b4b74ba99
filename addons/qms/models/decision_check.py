import json
from itertools import islice

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .decision import DETAIL_COLUMNS, ROW_COLUMNS
from .decision_seal import SEAL_COLUMNS

BATCH = 2000
SEALS = 20
# before the first decision: a model, an id and a place in the chain
START = ("", 0, 0)
# sentences on the screen; whoever has more to read needs another tool
LIMIT = 500


class QmsDecisionCheck(models.TransientModel):
    """The check that finds and names any tampering with decisions.

    It reads everything once, in slices, and holds one slice at a time: so many
    decisions, or one seal. On demand it goes through all of them in one go; a
    ``qms.decision.round`` takes them slice by slice at night. What it cannot know is a
    decision added, or cut off, after the last seal by someone who computes the
    fingerprints anew, and the deletion of the last seals themselves: compare the last
    seal with the mail that told of it.
    """

    _name = "qms.decision.check"
    _description = "Check of the decisions"

    checked = fields.Integer("Decisions checked", readonly=True)
    problems = fields.Text(readonly=True)
    round_id = fields.Many2one(
        "qms.decision.round", "Last check at night", readonly=True, ondelete="set null"
    )
    round_found = fields.Integer(related="round_id.found", string="Found at night")
    seal_number = fields.Integer("Last seal", readonly=True)
    seal_digest = fields.Char(
        "Fingerprint of the last seal",
        readonly=True,
        help="Compare it with the last mail that told you of a seal.",
    )

    @api.model
    def action_check(self):
        """Check everything; opens the result. Quality managers only (by access)."""
        self.check_access("read")
        # sudo: fingerprints and record names only reach the screen
        checks = self.sudo()
        checked, problems = checks._run()
        seal = checks.env["qms.decision.seal"].search([], limit=1)
        check = checks.create(
            {
                "checked": checked,
                "problems": "\n".join(problems),
                "round_id": checks.env["qms.decision.round"]._last_finished().id,
                "seal_number": seal.number,
                "seal_digest": seal.digest,
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Check of the decisions"),
            "res_model": self._name,
            "res_id": check.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _run(self):
        """Check all there is.

        :return: number of decisions, list of the first problems as sentences
        """
        self.env.flush_all()
        problems = list(islice(self._find_problems(), LIMIT + 1))
        if len(problems) > LIMIT:
            problems[LIMIT:] = [self.env._("... and more.")]
        return self._count(), problems

    def _find_problems(self):
        yield from self._check_guards()
        yield from self._check_chains()
        yield from self._check_strays()
        yield from self._check_orphans()
        yield from self._check_seals()
        yield from self._check_undecided()

    @api.model
    def _count(self):
        [[count]] = self.env.execute_query(SQL("SELECT count(*) FROM qms_decision"))
        return count

    def _check_guards(self):
        """Switched off, the database's own refusals are the first sign."""
        for name in ("qms.decision", "qms.decision.detail", "qms.decision.seal"):
            if not self.env[name]._is_guarded():
                yield self.env._("%s: the guard in the database is off.", name)

    # ------------------------------------------------------------
    # Chains with their contents, and the records they end in
    # ------------------------------------------------------------

    def _check_chains(self):
        place = START
        while place:
            problems, place, _count = self._check_chain_slice(place)
            yield from problems

    def _check_chain_slice(self, place):
        """Check the next decisions, with their contents, in the order of the chains.

        :param place: model, id and sequence of the last decision checked
        :return: problems, the place reached (nothing at the end), number of decisions
        """
        before = self._row_at(place)
        rows = self.env.execute_query_dict(self._batch_query(place))
        problems, ended = [], []
        for row in rows:
            if before and self._key(before) != self._key(row):
                ended.append(before)
                before = None
            problems += self._check_row(row, before)
            problems += self._check_detail(row)
            before = row
        reached = None
        if len(rows) == BATCH:
            reached = (*self._key(before), before["sequence"])
        elif before:
            ended.append(before)
        problems += self._check_states(ended)
        return problems, reached, len(rows)

    def _row_at(self, place):
        """The decision a slice ended with: the next one is linked to it."""
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT res_model, res_id, sequence, digest, state_to
                     FROM qms_decision
                    WHERE (res_model, res_id, sequence) = (%s, %s, %s)""",
                *place,
            )
        )
        return rows[0] if rows else None

    def _check_strays(self):
        """Rows that no order of the chains comes to."""
        [[strays]] = self.env.execute_query(
            SQL(
                """SELECT count(*) FROM qms_decision
                    WHERE ((res_model, res_id, sequence) > (%s, %s, %s)) IS NOT TRUE""",
                *START,
            )
        )
        if strays:
            yield self.env._("There are decisions that stand in no chain.")

    def _batch_query(self, last):
        return SQL(
            """SELECT d.id, d.digest, %s, t.id AS detail_id, t.erased_on, %s,
                      t.erased_on IS NOT NULL AND EXISTS (
                          SELECT 1 FROM qms_decision e
                           WHERE e.res_model = d.res_model AND e.res_id = d.res_id
                             AND (e.sequence > d.sequence AND e.verb = 'erase'
                                  AND d.sequence::text
                                      = ANY(string_to_array(e.erases, ','))
                               OR e.verb = 'erase_later'
                                  AND split_part(e.erases, '@', 2)
                                      <= to_char(t.erased_on, 'YYYY-MM-DD'))
                      ) AS lawful
                 FROM qms_decision d
            LEFT JOIN qms_decision_detail t ON t.decision_ref = d.id
                WHERE (d.res_model, d.res_id, d.sequence) > (%s, %s, %s)
             ORDER BY d.res_model, d.res_id, d.sequence LIMIT %s""",
            SQL(", ").join(SQL.identifier("d", name) for name in ROW_COLUMNS),
            SQL(", ").join(SQL.identifier("t", name) for name in DETAIL_COLUMNS),
            *last,
            BATCH,
        )

    def _key(self, row):
        return row["res_model"], row["res_id"]

    def _check_row(self, row, before):
        expected = before["sequence"] + 1 if before else 1
        if row["sequence"] != expected:
            yield self.env._(
                "%(place)s: decision %(number)s is missing.",
                place=self._place(row),
                number=expected,
            )
        elif (row["previous_digest"] or "") != (before["digest"] if before else ""):
            yield self.env._(
                "%s: the link to the decision before is broken.", self._place(row)
            )
        if self.env["qms.decision"]._row_digest(row) != row["digest"]:
            yield self.env._("%s: the decision was altered.", self._place(row))

    def _check_detail(self, row):
        if not row["detail_id"]:
            yield self.env._("%s: the content is missing.", self._place(row))
        elif row["erased_on"] and all(row[name] is None for name in DETAIL_COLUMNS):
            if not row["lawful"]:
                yield self.env._(
                    "%s: the content was erased without a decision.", self._place(row)
                )
        elif self.env["qms.decision"]._detail_digest(row) != row["detail_digest"]:
            yield self.env._("%s: the content was altered.", self._place(row))

    def _check_states(self, heads):
        """Records whose state is not the one last decided."""
        by_model = {}
        for row in heads:
            by_model.setdefault(row["res_model"], {})[row["res_id"]] = row
        for model, rows in by_model.items():
            if model not in self._lifecycle_models():
                continue
            found = self.env.execute_query(
                SQL(
                    "SELECT id, state FROM %s WHERE id = ANY(%s)",
                    SQL.identifier(self.env[model]._table),
                    list(rows),
                )
            )
            states = dict(found)
            gone = rows.keys() - states.keys()
            removed = self.env["qms.decision"]._removed_whole(model, gone)
            for res_id, row in rows.items():
                if res_id in removed:
                    continue
                if res_id not in states:
                    yield self.env._("%s: the record is gone.", self._name_of(row))
                elif not self._is_as_decided(model, row["state_to"], states[res_id]):
                    yield self.env._(
                        "%s: the state is not the one last decided.", self._name_of(row)
                    )

    def _is_as_decided(self, model, decided, state):
        by_itself = self.env[model]._lifecycle_by_itself
        return (decided or "") == (state or "") or (decided, state) in by_itself

    def _check_orphans(self):
        rows = self.env.execute_query(
            SQL(
                """SELECT t.decision_ref FROM qms_decision_detail t
                    WHERE NOT EXISTS (
                        SELECT 1 FROM qms_decision d WHERE d.id = t.decision_ref)
                 ORDER BY t.decision_ref LIMIT %s""",
                LIMIT,
            )
        )
        for (decision_ref,) in rows:
            yield self.env._(
                "A decision is gone, its content is still there (%s).", decision_ref
            )

    # ------------------------------------------------------------
    # Seals
    # ------------------------------------------------------------

    def _check_seals(self):
        number = 0
        while number is not None:
            problems, number, _count = self._check_seal_slice(number)
            yield from problems

    def _check_seal_slice(self, number):
        """Check the seals after the one of this number, a few of them.

        :return: problems, the number reached (``None`` at the end), number of seals
        """
        problems = []
        query = SQL("SELECT digest FROM qms_decision_seal WHERE number = %s", number)
        [(previous,)] = self.env.execute_query(query) or [("",)]
        for count in range(SEALS):
            seal = self._seal_after(number)
            if not seal:
                return problems, None, count
            problems += self._check_seal(seal, number, previous)
            number, previous = seal["number"], seal["digest"]
        return problems, number, SEALS

    def _seal_after(self, number):
        columns = SQL(", ").join(
            SQL.identifier(name) for name in (*SEAL_COLUMNS, "digest")
        )
        query = "SELECT %s FROM qms_decision_seal WHERE number > %s ORDER BY 1 LIMIT 1"
        rows = self.env.execute_query_dict(SQL(query, columns, number))
        return rows[0] if rows else None

    def _check_seal(self, seal, number, previous):
        name = {"number": seal["number"], "date": seal["date"]}
        if seal["number"] != number + 1:
            yield self.env._("Seal %s is missing.", number + 1)
        elif (seal["previous_digest"] or "") != previous:
            yield self.env._("Seal %(number)s of %(date)s is not the next.", **name)
        heads = self._parse_heads(seal)
        if heads is None:
            yield self.env._("Seal %(number)s of %(date)s was altered.", **name)
        for head in self._broken_heads(heads or []):
            yield self.env._(
                "%(place)s: no longer as sealed on %(date)s.",
                place=self._place(head),
                date=seal["date"],
            )

    def _parse_heads(self, seal):
        """The sealed heads, or ``None`` where the seal is not what it was."""
        if self.env["qms.decision.seal"]._seal_digest(seal) != seal["digest"]:
            return None
        try:
            return [
                {
                    "res_model": str(model),
                    "res_id": int(res_id),
                    "sequence": int(sequence),
                    "digest": str(head),
                }
                for model, res_id, sequence, head in json.loads(seal["heads"])
            ]
        except (TypeError, ValueError):
            return None

    def _broken_heads(self, heads):
        """Those of ``heads`` that the chains no longer hold."""
        for start in range(0, len(heads), BATCH):
            part = heads[start : start + BATCH]
            names = ("res_model", "res_id", "sequence", "digest")
            yield from self.env.execute_query_dict(
                SQL(
                    """SELECT h.*
                         FROM unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[])
                              AS h (res_model, res_id, sequence, digest)
                    LEFT JOIN qms_decision d USING (res_model, res_id, sequence)
                        WHERE d.digest IS DISTINCT FROM h.digest""",
                    *([head[name] for head in part] for name in names),
                )
            )

    # ------------------------------------------------------------
    # Records
    # ------------------------------------------------------------

    @api.model
    def _lifecycle_models(self):
        return {
            name
            for name, model in self.env.registry.items()
            if not model._abstract and getattr(model, "_lifecycle_start", None)
        }

    def _check_undecided(self):
        """Records that left the start without any decision."""
        for name in sorted(self._lifecycle_models()):
            # sudo: type and number of what changed its state by itself
            model = self.env[name].sudo().with_context(active_test=False)
            moved = Domain("state", "!=", model._lifecycle_start)
            lawful = Domain(model._lifecycle_undecided_domain())
            rows = self.env.execute_query_dict(
                SQL(
                    """SELECT %s AS res_model, r.id AS res_id FROM %s r
                        WHERE r.id IN %s AND NOT EXISTS (
                            SELECT 1 FROM qms_decision d
                             WHERE d.res_model = %s AND d.res_id = r.id)
                     ORDER BY r.id LIMIT %s""",
                    name,
                    SQL.identifier(model._table),
                    model._search(moved & ~lawful).subselect(),
                    name,
                    LIMIT,
                )
            )
            for row in rows:
                yield self.env._(
                    "%s: the state changed without a decision.", self._name_of(row)
                )

    def _place(self, row):
        return self.env._(
            "%(record)s, decision %(number)s",
            record=self._name_of(row),
            number=row["sequence"],
        )

    def _name_of(self, row):
        model, res_id = self._key(row)
        if model in self.env:
            # sudo: a quality record's display name is its type and number only
            record = self.env[model].sudo().browse(res_id).exists()
            if record:
                return record.display_name
        return f"{model} {res_id}"
