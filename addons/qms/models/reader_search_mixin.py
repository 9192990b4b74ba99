from ast import literal_eval

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, Query, ormcache

# whoever leads more than one unit in so many reads a large part of all rows
SHARE = 5
# how rules reach the units of a reader
READERS = ".qms_reader_ids"


class QmsReaderSearchMixin(models.AbstractModel):
    """Records found from the side of their reader, not by looking at every row.

    Each rule that lets somebody read reaches few rows through an index; joined by OR
    they make PostgreSQL look at all rows. So the search says the same once more in
    words that indexes answer: columns beside values (his units by their ids), and for
    what lies in other tables the ids, as a UNION. It takes nothing away: the rules are
    applied as ever, and what is said besides is made from them.
    """

    _name = "qms.reader.search.mixin"
    _description = "Found from the side of the reader"

    @api.model
    def _search(
        self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs
    ):
        domain = Domain(domain).optimize_full(self)
        query = super()._search(
            domain, offset, limit, order, bypass_access=bypass_access, **kwargs
        )
        if bypass_access or self.env.su or query.is_empty():
            return query
        personal = self.env["ir.rule"]._qms_personal_domains(self._name)
        if personal and not self._reads_much():
            query.add_where(self._reader_side(domain, personal, query))
        return query

    @api.model
    def _reader_side(self, domain, personal, query):
        """What any of the rules lets through."""
        # sudo: as record rules are applied
        model = self.sudo().with_context(active_test=False)
        beside, arms = [], []
        for part in self._reader_parts(model, personal):
            if self._is_beside(part):
                beside.append(part._to_sql(model, self._table, query))
            else:
                arms.append(self._reader_arm(model, domain, part))
        if arms:
            ids = SQL.identifier(self._table, "id")
            beside.append(
                SQL("%s = ANY(ARRAY(%s))", ids, SQL(" UNION ALL ").join(arms))
            )
        return SQL("(%s)", SQL(" OR ").join(beside)) if beside else SQL("FALSE")

    @api.model
    def _reader_parts(self, model, personal):
        for rule in personal:
            rule = rule.map_conditions(self._name_units).optimize_full(model)
            parts = rule.children if getattr(rule, "OPERATOR", "") == "|" else [rule]
            yield from (part for part in parts if not part.is_false())

    @api.model
    def _name_units(self, condition):
        """The reader's units by their ids: it is known how many rows these have."""
        path, operator = condition.field_expr, condition.operator
        if not path.endswith(READERS) or operator != "any":
            return condition
        today = fields.Date.context_today(self)
        units = self._units_read_by(repr(Domain(condition.value)), today)
        return Domain(path.removesuffix(READERS), "in", units)

    @api.model
    @ormcache("readers", "today")
    def _units_read_by(self, readers, today):
        # sudo: structure only
        units = self.env["hr.department"].sudo().with_context(active_test=False)
        found = units.search([("qms_reader_ids", "any", literal_eval(readers))])
        return tuple(found.ids)

    @api.model
    def _is_beside(self, part):
        """Whether it asks the columns of the row alone."""

        def is_column(condition):
            field = self._fields.get(condition.field_expr)
            return field and field.store and field.column_type

        return all(
            is_column(condition)
            and condition.operator not in ("any", "not any", "any!", "not any!")
            for condition in part.iter_conditions()
        )

    @api.model
    def _reader_arm(self, model, domain, rule):
        """The rows one rule lets through that ``domain`` asks for."""
        query = Query(self.env, self._table, self._table_sql)
        for part, asking in ((domain, self), (rule, model)):
            if not part.is_true():
                query.add_where(part._to_sql(asking, self._table, query))
        return query.select()

    @api.model
    @ormcache("self.env.uid")
    def _reads_much(self):
        """Whether the user leads a large part of all units.

        Only the way of searching depends on it, not what is found: it does no harm
        when units or leaders changed meanwhile.
        """
        [(much,)] = self.env.execute_query(
            SQL(
                """SELECT (SELECT count(*) FROM qms_unit_reader
                            WHERE user_id = %s AND kind != 'member') * %s
                        > (SELECT count(*) FROM hr_department)""",
                self.env.uid,
                SHARE,
            )
        )
        return much
