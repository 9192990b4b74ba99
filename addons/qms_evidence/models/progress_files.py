from pathlib import Path

from odoo import models

from odoo.addons.qms.tools.filing import unique_name

from ..tools.pack_file import file_digest, free_name, short_name

# records without printing that one slice takes
SLICE = 50


class QmsEvidenceProgressFiles(models.AbstractModel):
    """Printed records and their files, as they will lie in the pack."""

    _name = "qms.evidence.progress.files"
    _description = "Files of an evidence pack"

    def _begin_files(self):
        spool = self._spool()
        todo = []
        for index, plan in enumerate(spool.load("plan")["sources"]):
            if not plan["report"] and not plan["files"]:
                continue
            taken = set()
            for row in spool.read_rows(f"rows-{plan['id']}-"):
                if row["drawn"]:
                    folder = unique_name(short_name(row["name"], "record"), taken)
                    taken.add(folder)
                    todo.append((index, row["id"], row["name"], folder))
        spool.dump("todo", todo)
        self._next_step(len(todo))

    def _slice_files(self, env):
        spool = self._spool()
        todo = spool.load("todo")
        start = self._get_place(0)
        if start >= len(todo):
            self._next_step()
            return
        plans = spool.load("plan")["sources"]
        taken, rows = start, []
        for index, res_id, name, folder in todo[start : start + SLICE]:
            plan = plans[index]
            record = env[plan["model"]].browse(res_id)
            taken += 1
            if record.exists() and record.has_access("read"):
                place = f"files/{plan['folder']}/{folder}"
                # same names again when the slice is done once more
                rows += self._files_of(record, plan, name, place)
            if plan["report"]:
                # a printed page takes a second
                break
        spool.write_rows(f"files-{start:08d}", rows)
        self._go_on(taken, plan["name"], taken - start)

    def _files_of(self, record, plan, name, place):
        base = {"source": plan["id"], "record": record.id, "record_name": name}
        names = set()
        if plan["report"] and not self.pack_id.is_masked:
            yield base | self._take_print(record, plan, place, names)
        if plan["files"]:
            until = self.pack_id.cut_off
            for file in self._files_on(record, until):
                yield base | self._take_attachment(file, place, names)
            for mail in self._mails_on(record, until):
                yield base | self._take_mail(mail, place, names)

    def _take_print(self, record, plan, place, names):
        prints = record.env["qms.evidence.print"]
        content, extension = prints._of(record, plan["report"])
        title = short_name(f"{record.display_name}.{extension}", "file")
        path = f"{place}/{free_name(title, names)}"
        target = self._spool().put(path, lambda file: file.write(content))
        return {
            "name": Path(path).name,
            "path": path,
            "size": len(content),
            "digest": file_digest(target),
            "date": None,
        }

    def _take_attachment(self, file, place, names):
        """The file itself; of a masked pack, that there is one unless released."""
        pack = self.pack_id.with_env(file.env)
        name = pack._without_persons(file.name) if pack.is_masked else file.name
        is_listed = pack.is_masked and file not in pack.released_ids
        row = {
            "name": name,
            "path": None,
            "size": file.file_size,
            "digest": None,
            "date": str(file.create_date.date()),
        }
        path = f"{place}/{free_name(short_name(name, 'file'), names)}"
        target = self._store(file, path)
        if target is None:
            return row
        row["digest"] = file_digest(target)
        if is_listed:
            target.unlink()
            return row
        return {**row, "path": path}

    def _store(self, file, path):
        """Lay a file among the parts; nothing where its bytes have gone."""
        spool = self._spool()
        source = self._stored_path(file)
        if source:
            spool.take_file(path, source)
        else:
            content = self._stored_bytes(file)
            if not content:
                return None
            spool.put(path, lambda out: out.write(content))
        return spool.path / path
