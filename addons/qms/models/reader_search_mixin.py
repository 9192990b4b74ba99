from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, Query, ormcache

# whoever leads more than one unit in so many reads a large part of all rows
SHARE = 5


class QmsReaderSearchMixin(models.AbstractModel):
    """Records found from the side of their reader, not by looking at every row.

    Each rule that lets somebody read reaches few rows through an index; joined by OR
    they make PostgreSQL look at all rows. So the search says the same once more, as
    UNION of the rules. It takes nothing away: the rules are applied as ever, and what
    is said besides is made from them.
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
            arms = self._reader_arms(domain, personal)
            query.add_where(
                SQL("%s IN (%s)", SQL.identifier(self._table, "id"), arms)
                if arms
                else SQL("FALSE")
            )
        return query

    @api.model
    def _reader_arms(self, domain, personal):
        """The rows each rule lets through that ``domain`` asks for, as one UNION."""
        # sudo: as record rules are applied
        model = self.sudo().with_context(active_test=False)
        arms = []
        for rule in personal:
            rule = rule.optimize_full(model)
            parts = rule.children if getattr(rule, "OPERATOR", "") == "|" else [rule]
            arms += [self._reader_arm(model, domain, part) for part in parts]
        return SQL(" UNION ALL ").join(arm for arm in arms if arm)

    @api.model
    def _reader_arm(self, model, domain, rule):
        if rule.is_false():
            return None
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
