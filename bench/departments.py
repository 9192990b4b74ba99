"""Reading the list of departments: what a list costs that does nothing of its own."""

FIELDS = {"display_name": {}, "manager_id": {"fields": {"display_name": {}}}}


def run(bench):
    model = bench.env["hr.department"]
    model.create([{"name": f"Unit {number}"} for number in range(1000)])
    bench.measure("list, 80 rows", lambda: model.web_search_read([], FIELDS, limit=80))
    bench.measure(
        "list, 500 rows",
        lambda: model.web_search_read([], FIELDS, limit=500),
        against="list, 80 rows",
    )
