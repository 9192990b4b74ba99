import mimetypes
import zipfile

from odoo.http import Controller, content_disposition, request, route

from odoo.addons.qms.controllers.public_pages import PublicPages

from ..models.evidence_map import OPEN
from ..tools.pack_file import BLOCK
from ..tools.seat_index import PAGE
from ..tools.seat_words import words_of

# values of a record that its line in a list shows
SHOWN = 3


def seat_route(address):
    return route(address, type="http", auth="user", methods=["GET"], qms_seat=True)


class SeatController(PublicPages, Controller):
    """The pages of an auditor's seat: clause, source, record, case.

    Whose seat it is follows from who is logged in, what it shows from its pack's index:
    no address names either, and no record is read.
    """

    @seat_route("/qms/seat")
    def home(self):
        """The map of the pack."""
        return self._show(self._home)

    @seat_route("/qms/seat/clause/<int:clause>")
    def clause(self, clause):
        """What proves a clause."""
        return self._show(self._clause, clause)

    @seat_route("/qms/seat/source/<int:source>")
    def source(self, source, page="1"):
        """The records of a source."""
        return self._show(self._source, source, page)

    @seat_route("/qms/seat/record/<int:record>")
    def record(self, record):
        """A record with its decisions and files."""
        return self._show(self._record, record)

    @seat_route("/qms/seat/file/<int:file>")
    def file(self, file):
        """A file of a record, out of the pack."""
        return self._show(self._file, file)

    def _show(self, make, *args):
        """What ``make`` gives, where the visitor's seat is open."""
        # sudo: a visitor has rights on nothing; which seat is his, he does not say
        seats = request.env["qms.evidence.seat"].sudo()
        seat = seats.search(
            [("user_id", "=", request.env.uid), ("state", "=", "open")], limit=1
        )
        lang = seat.lang or request.env.user.lang or "en_US"
        request.update_context(lang=lang)
        seat = seat.with_context(lang=lang)
        if not seat or not request.env.user._qms_is_visitor():
            return self._absent()
        if seat._end_over():
            return self._ended()
        with seat._index() as index:
            return make(seat, index, *args) or self._absent()

    # ------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------

    def _home(self, seat, index):
        clauses = index.clauses()
        holes = [clause for clause in clauses if clause["hole"] in OPEN]
        seat._note_view("home", seat.pack_id.number)
        return self._page(
            "seat_home",
            seat,
            seat.pack_id.display_name,
            clauses=clauses,
            headline=request.env._(
                "%(holes)s of %(count)s clauses have holes.",
                holes=len(holes),
                count=len(clauses),
            ),
            pack=seat.pack_id,
        )

    def _clause(self, seat, index, number):
        clause = index.clause(number)
        if not clause:
            return None
        title = f"{clause['number']} {clause['name']}".strip()
        seat._note_view("clause", title)
        sources = index.sources_of(clause)
        return self._page("seat_clause", seat, title, clause=clause, sources=sources)

    def _source(self, seat, index, number, page):
        source = index.source(number)
        page = int(page) if page.isascii() and page.isdigit() else 0
        if not source or not 0 < page <= self._pages(source):
            return None
        records = index.records(source, page)
        for record in records:
            record["values"] = self._values(source, record)[:SHOWN]
        seat._note_view("source", f"{source['name']}, {page}")
        return self._page(
            "seat_source",
            seat,
            source["name"],
            source=source,
            records=records,
            page=page,
            pages=self._pages(source),
            headline=request.env._(
                "All records of the source: %(count)s. Page %(page)s of %(pages)s.",
                count=words_of(request.env, source["records"], "integer"),
                page=page,
                pages=self._pages(source),
            ),
        )

    def _record(self, seat, index, number):
        record = index.record(number)
        if not record:
            return None
        source = index.source(record["source"])
        seat._note_view("record", record["name"])
        return self._page(
            "seat_record",
            seat,
            record["name"] or source["name"],
            record=record,
            source=source,
            source_page=record["place"] // PAGE + 1,
            values=self._values(source, record),
            decisions=index.decisions(source, record),
            files=index.files(record),
        )

    def _file(self, seat, index, number):
        """Streamed out of the ZIP; nothing is taken from the address but a number."""
        file = index.file(number)
        path = seat.pack_id._path()
        if not file or not file["path"] or not path.is_file():
            return None
        packed = zipfile.ZipFile(path)
        if file["path"] not in packed.NameToInfo:
            packed.close()
            return None
        digest = (file["digest"] or "")[:12]
        seat._note_view("file", f"{file['record_name']}, SHA-256 {digest}")
        kind = mimetypes.guess_type(file["path"])[0] or "application/octet-stream"
        headers = [
            ("Cache-Control", "no-store"),
            ("Content-Disposition", content_disposition(file["name"])),
            ("Content-Length", str(packed.getinfo(file["path"]).file_size)),
            ("Content-Security-Policy", "default-src 'none'; sandbox"),
            ("Content-Type", kind),
            ("X-Content-Type-Options", "nosniff"),
        ]
        response = request.make_response(_blocks(packed, file["path"]), headers=headers)
        response.call_on_close(packed.close)
        return response

    # ------------------------------------------------------------
    # What goes out
    # ------------------------------------------------------------

    def _values(self, source, record):
        """Label and value of what the record has, as words."""
        pairs = zip(source["columns"], record["cells"], strict=True)
        return [
            (label, words_of(request.env, value, kind))
            for (label, kind), value in pairs
            if value is not None and value != ""
        ]

    def _pages(self, source):
        return max(-(-source["records"] // PAGE), 1)

    def _page(self, template, seat, title, **values):
        lines = request.env["qms.evidence.map.line"]._fields["hole"]
        holes = dict(lines._description_selection(request.env))
        return self._respond(
            f"qms_evidence.{template}",
            seat=seat,
            title=title,
            hole_words=holes,
            ends=request.env._(
                "Your access ends by itself after %s. Each page you look at is noted.",
                words_of(request.env, str(seat.date_end), "date"),
            ),
            words=lambda value, kind: words_of(request.env, value, kind),
            **values,
        )

    def _absent(self):
        title = request.env._("There is no such page")
        text = request.env._("It is not part of the pack that you were given.")
        return self._say(title, text, 404)

    def _ended(self):
        """The account is archived by now; the session goes too."""
        title = request.env._("Your access has ended")
        text = request.env._("Ask whoever invited you if you need it longer.")
        response = self._say(title, text, 410)
        request.session.logout(keep_db=True)
        return response

    def _say(self, title, text, status):
        template = "qms_evidence.seat_message"
        return self._respond(template, status, title=title, text=text)


def _blocks(packed, name):
    with packed.open(name) as file:
        while block := file.read(BLOCK):
            yield block
