"""Measures one scenario of this folder; runs inside Odoo's shell (make bench).

A scenario is a file with a function `run(bench)`. Its database is its own and dropped
afterwards. Modules of Odoo itself that it measures beside ours stand in `NEEDS`. What
several scenarios share lies in support/. Times depend on the machine: compare ratios
of one run, and the number of SQL statements.
"""

import ast
import importlib.util
import json
import statistics
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass
class Result:
    scenario: str
    label: str
    statements: int
    seconds: float
    ratios: list = field(default_factory=list)
    note: str = ""


class Bench:
    """What a scenario is given: Odoo's environment, and `measure`."""

    def __init__(self, env, scenario, output):
        self.env = env
        self.scenario = scenario
        self.output = Path(output)
        self.results = []

    def measure(self, label, function, *, runs=5, warm=1, against=(), note=""):
        """Count statements and the work of a call, up to the point of COMMIT.

        Seconds of the processor, Odoo's and PostgreSQL's together, as they hardly
        depend on what else the machine does. Medians over the runs, each on an empty
        cache and rolled back. `against` names earlier measurements to show the ratio
        to: one label, or {what it is: label}.
        """
        samples = [self._sample(function) for _ in range(warm + runs)][warm:]
        statements, seconds = (
            statistics.median(column) for column in zip(*samples, strict=True)
        )
        return self.add(label, statements, seconds, against=against, note=note)

    def add(self, label, statements, seconds, *, against=(), note=""):
        """A figure that was taken in another way."""
        result = Result(self.scenario, label, round(statements), seconds, note=note)
        if isinstance(against, str):
            against = {against: against}
        for name, other in dict(against).items():
            base = next((row for row in self.results if row.label == other), None)
            if base:
                times = seconds / max(base.seconds, 1e-9)
                more = statements / max(base.statements, 1)
                result.ratios.append(
                    {"against": name, "times_seconds": times, "times_statements": more}
                )
        self.results.append(result)
        rows = [asdict(row) for row in self.results]
        self.output.write_text(json.dumps(rows, indent=1))
        return result

    def _sample(self, function):
        cursor = self.env.cr
        self.env.flush_all()
        self.env.invalidate_all()
        with cursor.savepoint(flush=False) as savepoint:
            before, start = cursor.sql_log_count, self.clock()
            function()
            self.env.flush_all()
            cursor.precommit.run()
            self.env.flush_all()
            seconds = self.clock() - start
            statements = cursor.sql_log_count - before
            cursor.precommit.clear()
            cursor.postcommit.clear()
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        return statements, seconds

    def clock(self):
        """Seconds of work; by the wall's clock where PostgreSQL is elsewhere."""
        backend = Path(f"/proc/{self.env.cr._cnx.get_backend_pid()}")
        try:
            if (backend / "comm").read_text().strip() == "postgres":
                worked = int((backend / "schedstat").read_text().split()[0])
                return time.process_time() + worked / 1e9
        except OSError:
            pass
        return time.perf_counter()

    def settle(self):
        """Commit what was loaded, and leave the tables as time would have."""
        cursor = self.env.cr
        cursor.commit()
        connection = cursor._cnx
        connection.autocommit = True
        try:
            cursor._obj.execute("VACUUM ANALYZE")
        finally:
            connection.autocommit = False
        self.env.invalidate_all()


def scenarios(names=()):
    """The scenarios' files, by name."""
    found = [path for path in sorted(FOLDER.glob("*.py")) if path != Path(__file__)]
    return [path for path in found if not names or path.stem in names]


def needs(path):
    """Modules of Odoo itself that a scenario measures beside ours."""
    for node in ast.parse(path.read_text()).body:
        names = node.targets if isinstance(node, ast.Assign) else ()
        if any(isinstance(each, ast.Name) and each.id == "NEEDS" for each in names):
            return list(ast.literal_eval(node.value))
    return []


def main(env, name, output):
    sys.path.insert(0, str(FOLDER))
    path = FOLDER / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"bench_{name}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.run(Bench(env, name, output))
    env.cr.rollback()


def line(row, wide=50):
    ratios = [
        f"{ratio['times_seconds']:.2f} x {ratio['against']}"
        + (
            f" (SQL {ratio['times_statements']:.2f} x)"
            if abs(ratio["times_statements"] - 1) > 0.005
            else ""
        )
        for ratio in row.ratios
    ]
    text = ", ".join([*ratios, *([row.note] if row.note else [])])
    name = f"{row.scenario}: {row.label}"
    return f"{name:{wide}}  {row.statements:>7}  {row.seconds:>9.4f}  {text}".rstrip()


def table(rows):
    """As text: one line per measurement."""
    results = [Result(**row) for row in rows]
    wide = max((len(f"{row.scenario}: {row.label}") for row in results), default=10)
    head = f"{'':{wide}}  {'SQL':>7}  {'seconds':>9}  compared"
    return "\n".join([head, "-" * len(head), *(line(row, wide) for row in results)])
