from odoo import models


class QmsAuditProposalWords(models.AbstractModel):
    """What speaks for a line of a proposed plan and against it, in sentences.

    A calendar is told from as "busy" alone, an absence as "away".
    """

    _name = "qms.audit.proposal.words"
    _description = "Words of a proposed plan"

    def _reason_sentences(self, planning, problems):
        against = {each.who for each in problems}
        day = self.day and self._format_day(self.day)
        lines = [
            self._person_sentence(planning.people[user.id], user, day)
            for user in self._people()
            if user.id not in against and user.id in planning.people and day
        ]
        audit_id = self.audit_id._origin.id
        hosts = planning.hosts.get(audit_id, self.env["res.users"])
        free = [user.name for user in hosts if user.id not in against]
        if free and day:
            lines.append(
                self.env._(
                    "%(people)s of what is audited: free %(day)s",
                    people=", ".join(free),
                    day=day,
                )
            )
        return lines + self._offer_sentences(planning, hosts)

    def _person_sentence(self, person, user, day):
        return self.env._(
            "%(person)s: independent and qualified, %(audits)s, free %(day)s",
            person=user.sudo().name,  # sudo: name only
            audits=self._count_words(person.audits),
            day=day,
        )

    def _count_words(self, count):
        if count == 1:
            return self.env._("1 audit so far")
        if count:
            return self.env._("%s audits so far", count)
        return self.env._("no audit so far")

    def _offer_sentences(self, planning, hosts):
        """Of whom Odoo knows nothing it is asked: days are offered in the mail."""
        people = (self._people() | hosts).sudo()  # sudo: names only
        unknown = people.filtered(lambda user: user.id not in planning.known_ids)
        if not unknown or not self.audit_id:
            return []
        days = planning.offers(self.audit_id._origin, people, 3)
        names = ", ".join(unknown.mapped("name"))
        if not days:
            return [self.env._("Nothing in Odoo's calendar: %s", names)]
        return [
            self.env._(
                "Nothing in Odoo's calendar: %(people)s. Days to offer: %(days)s",
                people=names,
                days=", ".join(map(self._format_day, days)),
            )
        ]

    def _changed_sentence(self):
        return self.env._("The audit was changed meanwhile: have it proposed anew.")

    def _left_sentence(self, missing):
        return self.env._(
            "stays planned; still missing: %s", ", ".join(map(str, missing))
        )

    def _problem_sentence(self, planning, problem):
        return getattr(self, f"_say_{problem.kind}")(problem.who, problem.detail)

    def _name_of(self, user_id):
        # sudo: name only
        return self.env["res.users"].sudo().browse(user_id).name

    def _say_nobody(self, _who, detail):
        every, barred = detail
        if not every:
            return self.env._("There is no internal auditor yet.")
        if barred == every:
            return self.env._("None of the %s auditors is independent here.", every)
        return self.env._(
            "No lead auditor: of %(all)s auditors, %(barred)s are not independent here "
            "or not qualified, the others are not free in time.",
            all=every,
            barred=barred,
        )

    def _say_no_day(self, _who, detail):
        earliest, latest = detail
        if latest < earliest:
            return self.env._("The cycle is over before anybody can be asked.")
        return self.env._(
            "No working day from %(earliest)s to %(latest)s on which all are free.",
            earliest=self._format_day(earliest),
            latest=self._format_day(latest),
        )

    def _say_short(self, _who, detail):
        have, wanted = detail
        return self.env._(
            "The team has %(have)s of %(wanted)s auditors.", have=have, wanted=wanted
        )

    def _say_obstacle(self, who, detail):
        return self.env._(
            "%(person)s: %(reason)s", person=self._name_of(who), reason=detail
        )

    def _say_clash(self, who, detail):
        return self.env._(
            "%(person)s: in another audit on %(day)s",
            person=self._name_of(who),
            day=self._format_day(detail),
        )

    def _say_blocked(self, who, detail):
        person, day = self._name_of(who), self._format_day(self.day)
        if detail == "away":
            return self.env._("%(person)s: away on %(day)s", person=person, day=day)
        if detail == "off":
            return self.env._(
                "%(person)s: does not work on %(day)s", person=person, day=day
            )
        return self.env._("%(person)s: busy on %(day)s", person=person, day=day)

    def _say_closed(self, _who, detail):
        return self.env._("%s is no working day.", self._format_day(detail))

    def _say_early(self, _who, detail):
        return self.env._("It is earlier than %s.", self._format_day(detail))

    def _say_late(self, _who, detail):
        return self.env._("It is later than %s.", self._format_day(detail))
