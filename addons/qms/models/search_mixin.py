from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.search_words import CONFIGS, Telling, all_of, pick_config

# of one text; PostgreSQL refuses more than a megabyte of different words
TEXT_LIMIT = 100_000
# so many of a text's words are looked for
RARE_WORDS, COMMON_WORDS = 6, 3
# in so many texts, and in this share of them, a word counts as common
COMMON_TEXTS = 20
COMMON_SHARE = 0.002


class QmsSearchMixin(models.AbstractModel):
    """A record whose texts are found by their words, whatever their endings.

    The words stand in a column that PostgreSQL itself keeps, ``search_vector``; it is
    no field, so no client reads it. A model has ``company_id`` and declares
    ``_search_fields``. Every search runs as the reader: the record rules are part of
    the same statement.
    """

    _name = "qms.search.mixin"
    _description = "Found by its words"

    # text field -> weight of its words, a letter from A to D
    _search_fields = {}

    search_language = fields.Selection(
        [(name, name.capitalize()) for name in CONFIGS],
        compute="_compute_search_language",
        store=True,
        precompute=True,
        help="The language in which the endings of words are taken off.",
    )
    search_words = fields.Char(
        "Words", compute="_compute_search_words", search="_search_search_words"
    )

    def init(self):
        if self._search_fields and not self._abstract:
            self._init_search_vector()
        return super().init()

    @api.depends("company_id.partner_id.lang", "company_id.partner_id.country_id.code")
    def _compute_search_language(self):
        for company, records in self.grouped("company_id").items():
            records.search_language = self._get_search_language(company)

    def _compute_search_words(self):
        self.search_words = False

    def _search_search_words(self, operator, value):
        if operator == "not ilike":
            # core asks for the opposite and turns it round
            return NotImplemented
        if operator != "ilike" or not isinstance(value, str):
            # NotImplemented would be an error of the server for some operators
            raise UserError(self.env._("Texts are searched for words they contain."))
        value = value.replace("\0", " ")
        if not value.strip():
            return Domain.TRUE
        companies = self.env.companies
        languages = {self._get_search_language(company) for company in companies}
        return Domain.OR(
            self._matching(all_of(self._read_words(value, language)), language)
            for language in languages
        )

    @api.model
    def _get_search_language(self, company):
        # sudo: res.partner - language and country of a company, nothing else
        partner = company.sudo().partner_id
        return pick_config(partner.lang, partner.country_id.code)

    # ------------------------------------------------------------
    # The column
    # ------------------------------------------------------------

    def _init_search_vector(self):
        """Make the column, or make it anew when other fields belong to it.

        New words go into the index at once: those that wait in a list of PostgreSQL's
        would be read through by every search.
        """
        cr, table = self.env.cr, SQL.identifier(self._table)
        made_of = cr.mogrify(self._search_vector_sql()).decode()
        cr.execute(
            SQL(
                """SELECT col_description(attrelid, attnum) FROM pg_attribute
                    WHERE attrelid = %s::regclass AND attname = 'search_vector'""",
                self._table,
            )
        )
        if cr.fetchone() == (made_of,):
            return
        cr.execute(
            SQL(
                """
                ALTER TABLE %(table)s DROP COLUMN IF EXISTS search_vector;
                ALTER TABLE %(table)s ADD COLUMN search_vector tsvector
                    GENERATED ALWAYS AS (%(vector)s) STORED;
                COMMENT ON COLUMN %(table)s.search_vector IS %(made_of)s;
                CREATE INDEX ON %(table)s USING gin (search_vector)
                    WITH (fastupdate = off);
                """,
                table=table,
                vector=self._search_vector_sql(),
                made_of=made_of,
            )
        )

    @api.model
    def _search_vector_sql(self):
        """One branch per language: a generated column takes constant ones only."""
        branches = SQL(" ").join(
            SQL("WHEN %s THEN %s", name, self._search_vector_in(name))
            for name in CONFIGS
        )
        return SQL("CASE search_language %s END", branches)

    @api.model
    def _search_vector_in(self, language):
        return SQL(" || ").join(
            SQL(
                "setweight(to_tsvector(%s::regconfig, left(coalesce(%s, ''), %s)), %s)",
                language,
                SQL.identifier(name),
                TEXT_LIMIT,
                weight,
            )
            for name, weight in self._search_fields.items()
        )

    # ------------------------------------------------------------
    # Searching
    # ------------------------------------------------------------

    @api.model
    def _matching(self, words, language):
        """Domain of the records that match ``words``, text of a ``tsquery``."""
        if not words:
            return Domain.FALSE
        self.flush_model([*self._search_fields, "search_language"])
        return Domain("search_language", "=", language) & Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "%s @@ %s::tsquery", SQL.identifier(alias, "search_vector"), words
            )
        )

    @api.model
    def _read_words(self, text, language):
        """The lexemes of ``text``, those written first come first."""
        rows = self.env.execute_query(
            SQL(
                """SELECT lexeme FROM unnest(to_tsvector(%s::regconfig, %s))
                    ORDER BY positions[1]""",
                language,
                text[:TEXT_LIMIT],
            )
        )
        return [word for (word,) in rows]

    @api.model
    def _telling_words(self, text, language):
        """The rarest words of ``text``, without numbers.

        What is common, PostgreSQL knows from its own statistics. All words under the
        limits count as equally rare, the longer first: whether a rare word, such as a
        name, occurs at all in texts one may not read changes nothing.

        :rtype: Telling
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT own.lexeme, known.share
                  FROM unnest(to_tsvector(%(language)s::regconfig, %(text)s)) own
             LEFT JOIN (SELECT unnest(stat.most_common_elems::text::text[]) AS lexeme,
                               unnest(stat.most_common_elem_freqs) AS share,
                               greatest(rel.reltuples, 0) AS texts
                          FROM pg_stats stat, pg_class rel
                         WHERE rel.oid = %(table)s::regclass
                           AND stat.schemaname = current_schema
                           AND stat.tablename = %(table)s
                           AND stat.attname = 'search_vector') known
                    ON known.lexeme = own.lexeme
                   AND known.share >= %(share)s
                   AND known.share * known.texts >= %(count)s
              ORDER BY known.share NULLS FIRST, length(own.lexeme) DESC, own.lexeme
                """,
                language=language,
                text=(text or "")[:TEXT_LIMIT],
                table=self._table,
                share=COMMON_SHARE,
                count=COMMON_TEXTS,
            )
        )
        known = [(word, share) for word, share in rows if self._is_telling(word)]
        rare = [word for word, share in known if share is None]
        common = [word for word, share in known if share is not None]
        return Telling(rare[:RARE_WORDS], common[:COMMON_WORDS])

    @api.model
    def _is_telling(self, word):
        return len(word) > 2 and word.isalpha()

    @api.model
    def _similar(self, words, language, domain=Domain.TRUE, weight="", limit=10):
        """Records that share enough of ``words``, those that share most first.

        Runs as the current user.

        :param words: the text's :class:`Telling` words
        :param language: one of ``CONFIGS``; only texts in that language are compared
        :param weight: letters of the weights that count, all when empty
        """
        matching = self._matching(words.similar(weight), language)
        query = self._search(Domain(domain) & matching)
        query.order = SQL(
            "ts_rank(%s, %s::tsquery) DESC, %s DESC",
            SQL.identifier(self._table, "search_vector"),
            words.ranked(weight),
            SQL.identifier(self._table, "id"),
        )
        query.limit = limit
        return self.browse(query.get_result_ids())
