import os

from odoo import Command
from odoo.tools import SQL

from .channel_common import ChannelCase

WORD = "Zebrafish"
STORY = f"{WORD} was given the medicine of somebody else"


class ErasureCase(ChannelCase):
    """A case in which a word stands in every place it can, and looking for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ground = cls.env.ref("qms.ground_unlawful")

    @classmethod
    def _file(cls, name, content):
        return {"name": name, "raw": content, "mimetype": "text/plain"}

    @classmethod
    def _full_case(cls, closed=False):
        case = cls._closed(
            description=STORY,
            place=f"{WORD} road 1",
            attachment_ids=[
                Command.create(cls._file(f"{WORD}.txt", b"Zebrafish again"))
            ],
        )
        case.action_reopen(reason=f"{WORD} called once more")
        case.write(
            {
                "cause": f'{WORD} was "asleep"\nfor an hour',
                "correction": f"{WORD} was called",
                "responsible_id": cls.leader.id,
            }
        )
        case.message_post(
            body=f"{WORD} rang", attachments=[(f"{WORD}2.txt", b"Zebrafish 2")]
        )
        case.message_subscribe(cls.head.partner_id.ids)
        report = case.sudo().report_ids.with_user(cls.nurse)
        report.message_post(body=f"{WORD} too")
        report.sudo()._say(f"{WORD} is here", [cls._file("a.txt", b"Zebrafish 3")])
        case.activity_schedule(
            "mail.mail_activity_data_todo", note=f"Ask {WORD}", user_id=cls.leader.id
        )
        action = cls._new_action(
            cls.leader, res_model="qms.deviation", res_id=case.id, name=f"Ask {WORD}"
        )
        cls.env.cr.flush()
        action.name = f"Ask {WORD} again"
        cls.env.cr.flush()
        action.message_post(body=f"{WORD} was seen to")
        action.action_submit()
        grant = {"user_id": cls.team.id, "date_to": "2026-03-09"}
        case.sudo().grant_ids = [Command.create({**grant, "reason": f"{WORD} rang"})]
        cls.env["qms.reason"].with_user(cls.leader).create(
            {
                "res_model": "qms.deviation",
                "res_ids": str(case.id),
                "transition": "restrict",
                "reason": f"{WORD} on a screen",
            }
        )
        cls.env.flush_all()
        return case

    def _erase(self, record, user=None, only=None, ground=None):
        """Erase all that is offered on ``record``, or the pieces that end so."""
        erasure = self.env["qms.erasure"]
        record = record.with_user(user or self.manager)
        keys = [
            key
            for key in erasure._pieces(record)
            if not only or key.endswith(only) or key.startswith(only)
        ]
        erasure._erase(record, keys, ground or self.ground)
        self.env.invalidate_all()

    def _files_on_disk(self, files):
        return [
            path
            for path in (file._full_path(file.store_fname) for file in files)
            if os.path.exists(path)
        ]

    def _words_found(self, text=WORD):
        """Rows in which the search finds it, whatever the language."""
        self.env.flush_all()
        found = []
        for table in ("qms_deviation", "qms_report"):
            found += self.env.execute_query(
                SQL(
                    "SELECT id FROM %s WHERE search_vector::text ILIKE %s",
                    SQL.identifier(table),
                    f"%{text}%",
                )
            )
        return found
