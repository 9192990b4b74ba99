import json
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

from .removal import MARK

# a shorter text stands in too many others to be looked for there
TELLING = 8
DECISIONS = "decisions"


class Piece(NamedTuple):
    """One text or file that can be erased by itself.

    ``name`` is a field of ``record``; 'decisions' for what was decided on it; empty
    for the record itself. ``chain`` is the record whose mandate is asked.
    """

    record: object
    name: str
    kind: str
    chain: object

    @property
    def key(self):
        return f"{self.record._name},{self.record.id},{self.name}"

    @property
    def text(self):
        if self.record._name == "mail.message":
            return html2plaintext(self.record.body or "").strip()
        if self.kind == "file" or self.name == DECISIONS:
            return ""
        value = self.record[self.name] or ""
        is_html = self.record._fields[self.name].type == "html"
        return (html2plaintext(value) if is_html else value).strip()


class QmsErasure(models.AbstractModel):
    """Erases texts and files at once, wherever they stand, by a decision.

    With a text go its exact copies in what hangs together with it, earlier values in
    its log, and the content of the decisions that were taken on it. What was decided,
    when and in what capacity stays.
    """

    _name = "qms.erasure"
    _description = "Erasure of a text or file"

    @api.model
    def _pieces(self, record):
        """What the current user may erase of ``record`` and around it, by key.

        :raise AccessError: when nothing may be
        """
        kinds, pieces = {}, []
        # sudo: what there is; it is shown to readers only
        for chain, parts in record.sudo()._erasure_scope():
            asked = chain.with_env(record.env)
            kinds[chain] = {
                kind for kind in ("text", "file") if asked._erasure_mandate(kind)
            }
            pieces += self._pieces_of(chain, parts)
        if not any(kinds.values()):
            raise AccessError(
                self.env._(
                    "Texts are erased by a quality manager, files also by the first "
                    "reader."
                )
            )
        return {
            piece.key: piece for piece in pieces if piece.kind in kinds[piece.chain]
        }

    def _pieces_of(self, chain, parts):
        for records in parts:
            names = {
                *getattr(records, "_mask_fields", ()),
                *records._qms_person_texts,
            }
            for record in records:
                for name in sorted(names):
                    if record[name] and record[name] != MARK:
                        yield Piece(record, name, "text", chain)
            for message in self._messages(records):
                yield Piece(message, "", "text", chain)
            for file in self._files(records):
                yield Piece(file, "", "file", chain)
        if self._open_details(chain):
            yield Piece(chain, DECISIONS, "text", chain)

    def _messages(self, records):
        """Messages in the chatter that say something, or log a text that changed."""
        messages = records.env["mail.message"].search(
            [("model", "=", records._name), ("res_id", "in", records.ids)]
        )
        return messages.filtered(
            lambda message: (
                html2plaintext(message.body or "").strip()
                or any(self._logged_texts(message))
            )
        )

    def _logged_texts(self, message):
        for value in message.tracking_value_ids:
            yield value.old_value_char or value.old_value_text or ""
            yield value.new_value_char or value.new_value_text or ""

    def _files(self, records):
        files = records.env["ir.attachment"].with_context(active_test=False)
        found = files.search(
            Domain("res_model", "=", records._name)
            & Domain("res_id", "in", records.ids)
            & Domain("res_field", "in", [False, "raw"])
        )
        if "attachment_ids" in records._fields:
            found |= records.attachment_ids
        return found

    def _open_details(self, records):
        """What was decided on ``records`` and not emptied, per decision."""
        decisions = records.env["qms.decision"].search(
            [("res_model", "=", records._name), ("res_id", "in", records.ids)]
        )
        details = decisions._details()
        return {
            decision: details[decision.id]
            for decision in decisions
            if decision.id in details and not details[decision.id].erased_on
        }

    # ------------------------------------------------------------
    # Erasing
    # ------------------------------------------------------------

    @api.model
    def _erase(self, record, keys, ground):
        """Erase those pieces of ``record``, and decide it on ``ground``.

        :param keys: of the pieces that :meth:`_pieces` gives
        """
        # sudo: what speaks against it; the mandate is asked by _pieces
        known = record.sudo()
        if obstacles := known._erasure_obstacles():
            raise UserError("\n".join(obstacles))
        for owner, _parts in known._erasure_scope():
            owner._lock()
        offered = self._pieces(record)
        if not keys or not set(keys) <= set(offered):
            raise UserError(self.env._("Choose what is to be erased from this list."))
        chosen = self._with_copies([offered[key] for key in keys], offered.values())
        details = self._details_telling(chosen, offered.values())
        self._decide(record, chosen, details, ground)
        self._carry_out(chosen)
        record.env["qms.decision.detail"].union(*details.values())._erase()
        self._wake_clean_up()

    def _with_copies(self, chosen, offered):
        """``chosen`` and what says the same: texts word for word, files by content."""
        texts = {piece.text for piece in chosen if len(piece.text) >= TELLING}
        marks = {
            piece.record.checksum
            for piece in chosen
            if piece.record._name == "ir.attachment" and piece.record.checksum
        }
        keys = {piece.key for piece in chosen}
        return [
            piece
            for piece in offered
            if piece.key in keys
            or any(text in piece.text for text in texts)
            or piece.record._name == "ir.attachment"
            and piece.record.checksum in marks
        ]

    def _details_telling(self, chosen, offered):
        """Per decision, the content that tells something of ``chosen``."""
        chains = {piece.chain for piece in (*chosen, *offered) if piece.kind == "text"}
        whole = {piece.chain for piece in chosen if piece.name == DECISIONS}
        texts = [piece.text for piece in chosen if len(piece.text) >= TELLING]
        result = {}
        for chain in chains:
            names = {
                piece.name
                for piece in chosen
                if piece.record == chain and piece.name != DECISIONS
            }
            for decision, detail in self._open_details(chain).items():
                if chain in whole or self._tells(detail, names, texts):
                    result[decision] = detail
        return result

    def _tells(self, detail, names, texts):
        content, reason = detail.content or "{}", detail.reason or ""
        fields = json.loads(content)
        return any(fields.get(name) for name in names) or any(
            text in reason or json.dumps(text, ensure_ascii=False)[1:-1] in content
            for text in texts
        )

    def _decide(self, record, chosen, details, ground):
        """One decision in each chain of which something is erased or emptied."""
        chains = {piece.chain: set() for piece in chosen}
        for piece in chosen:
            name = f"{piece.record._name}.{piece.name}".rstrip(".")
            chains[piece.chain].add((piece.kind, name))
        places = {}
        for decision in details:
            owner = decision.env[decision.res_model].browse(decision.res_id)
            chains.setdefault(owner, set())
            places.setdefault(owner, []).append(decision.sequence)
        for owner, pieces in chains.items():
            kind = "file" if {kind for kind, _name in pieces} == {"file"} else "text"
            record.env["qms.decision"]._erase_now(
                owner,
                owner.with_env(record.env)._erasure_mandate(kind),
                places.get(owner, []),
                {"erased": sorted(name for _kind, name in pieces)},
                ground.display_name,
            )

    def _carry_out(self, chosen):
        removal, fields_of = self.env["qms.removal"], {}
        whole = [piece.record for piece in chosen if not piece.name]
        for piece in chosen:
            if piece.name and piece.name != DECISIONS:
                fields_of.setdefault(piece.record, []).append(piece.name)
        for record, names in fields_of.items():
            self._empty_fields(record, names)
        for record in whole:
            if record.exists():
                removal._remove(record)
        for owner in {piece.chain for piece in chosen if piece.kind == "text"}:
            self._forget_screens(owner)
            self._forget_pushed(owner)
            self._forget_activities(owner)
        for screens in self._screens_with_files():
            screens.unlink()
        touched = {piece.chain for piece in chosen} | set(fields_of)
        self.env["qms.filing"]._follow_all(touched)

    @api.model
    def _screens_with_files(self):
        """Hook: screens that hold whole files: what is in them cannot be searched."""
        # sudo: whoever made or sent them in makes or sends them again
        filled = [("file", "!=", False)]
        for name in ("qms.about.person", "qms.start.import"):
            yield self.env[name].sudo().search(filled)

    def _empty_fields(self, record, names):
        record = self.env["qms.removal"]._quietly(record)
        fields = record._fields
        values = {name: MARK if fields[name].required else False for name in names}
        if hasattr(record, "_lifecycle_start"):
            record._write_guarded(values)
        else:
            record.write(values)
        self._forget_log(record, names)

    def _forget_log(self, record, names):
        """Earlier values of these fields in the chatter."""
        values = record.env["mail.tracking.value"].search(
            [
                ("mail_message_id.model", "=", record._name),
                ("mail_message_id.res_id", "=", record.id),
                ("field_id.name", "in", names),
            ]
        )
        values.unlink()

    def _forget_activities(self, record):
        """Done ones too; what is owed comes back by itself, without what was typed."""
        if "activity_ids" not in record._fields:
            return
        activities = self.env["qms.removal"]._quietly(record).env["mail.activity"]
        activities.search(
            [
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                "|",
                ("note", "!=", False),
                ("feedback", "!=", False),
            ]
        ).unlink()

    def _forget_screens(self, record):
        """What was typed into screens about it."""
        for rows in self.env["qms.removal"]._find_hanging(record):
            if rows._transient and not rows._name.startswith("qms.erase."):
                rows.unlink()

    def _forget_pushed(self, record):
        """What was pushed to browsers and names the record."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM bus_bus WHERE message LIKE %s AND message ~ %s",
                f'%"{record._name}"%',
                rf'"(res_id|id)":\s*{int(record.id)}\M',
            )
        )

    def _wake_clean_up(self):
        """The files themselves leave the disk with Odoo's own clean-up."""
        # sudo: Odoo's own scheduled action
        self.env.ref("base.autovacuum_job").sudo()._trigger()
