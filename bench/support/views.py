"""What the web client asks for to draw a view, as the user of the environment."""

from lxml import etree

from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval

PAGE = 80
COUNTED = 10001
CARDS = 40


class Views:
    """The views of a model, asked for as its web client does."""

    def __init__(self, env, model):
        self.model = env[model]
        self.specs = {}

    def spec(self, kind):
        if kind not in self.specs:
            arch = self.model.get_views([(False, kind)])["views"][kind]["arch"]
            self.specs[kind] = specification(self.model, etree.fromstring(arch))
        return self.specs[kind]

    def list(self, domain=(), **options):
        return self.model.web_search_read(
            domain, self.spec("list"), limit=PAGE, count_limit=COUNTED, **options
        )

    def kanban(self, domain, by):
        """Columns, their first cards, and the figures of the progress bar if any."""
        model = self.model.with_context(read_group_expand=True)
        result = model.web_read_group(
            domain,
            [by],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=self.spec("kanban"),
            unfold_read_default_limit=CARDS,
        )
        arch = self.model.get_views([(False, "kanban")])["views"]["kanban"]["arch"]
        for bar in etree.fromstring(arch).iter("progressbar"):
            colours = safe_eval(bar.get("colors"))
            self.model.read_progress_bar(
                domain, by, {"field": bar.get("field"), "colors": colours}
            )
        return result

    def pivot(self, unit, month, domain=()):
        """All levels of the pivot, in one call."""
        sets = [[], [unit], [month], [unit, month]]
        return self.model.formatted_read_grouping_sets(domain, sets, ["__count"])

    def form(self, record):
        return self.model.browse(record.id).web_read(self.spec("form"))


def specification(model, node):
    """Fields of a view, with those of the lists that stand in it.

    What is never shown is asked for without names and inner lists.
    """
    result = {}
    for tag in node.xpath(".//field[not(ancestor::field)]"):
        field = model._fields.get(tag.get("name"))
        if field is None:
            continue
        result[field.name] = {}
        hidden = tag.get("invisible") in ("1", "True")
        context = safe_eval(tag.get("context") or "{}", {"uid": model.env.uid})
        if field.type == "many2one":
            shown = {} if hidden else {"display_name": {}}
            result[field.name] = {"fields": shown, "context": context}
        elif field.relational and not hidden:
            comodel = model.env[field.comodel_name]
            inner = next(iter(tag.xpath("./list|./kanban")), None)
            fields = {"display_name": {}}
            if inner is not None:
                # apart from the form, so that its fields have no field above them
                copy = etree.fromstring(etree.tostring(inner))
                fields = specification(comodel, copy)
            result[field.name] = {"fields": fields, "limit": CARDS}
    return result


def default_domain(env, xmlid):
    """What a menu shows when it is opened: the action's domain and its filters."""
    action = env.ref(xmlid).sudo()
    known = {"uid": env.uid, "allowed_company_ids": env.companies.ids}
    domain = Domain(safe_eval(action.domain or "[]", known))
    context = safe_eval(action.context or "{}", known)
    arch = env[action.res_model].get_views([(False, "search")])["views"]["search"]
    search = etree.fromstring(arch["arch"])
    either = {}
    for name, value in context.items():
        if not name.startswith("search_default_") or not value:
            continue
        for tag in search.xpath(f"//filter[@name='{name[15:]}'][@domain]"):
            group = len(tag.xpath("./preceding-sibling::separator"))
            either.setdefault(group, []).append(safe_eval(tag.get("domain"), known))
    for domains in either.values():
        domain &= Domain.OR(map(Domain, domains))
    return list(domain)
