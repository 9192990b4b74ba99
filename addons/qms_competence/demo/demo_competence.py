import json
from datetime import timedelta

from odoo import Command, api, models
from odoo.tools import file_open

from odoo.addons.qms.demo.demo_texts import LANGUAGES
from odoo.addons.qms.tools.people import People


class QmsCompetenceDemo(models.AbstractModel):
    """Competence in the demo municipality: what is required, held, about to end and
    missing; a review, courses, new laws, somebody from outside.

    Every step is taken by the person whose turn it is; days are counted from today.
    """

    _name = "qms.competence.demo"
    _description = "Demo of competence"

    @api.model
    def _load(self):
        """Called by the demo data alone."""
        demo = self.env["qms.demo"]
        path = "qms_competence/demo/competence"
        with file_open(f"{path}.json") as file:
            story = json.load(file)
        code = demo._language()
        speakers = {each: demo._speaker(path, each) for each in ("en_US", *LANGUAGES)}
        teller = self.with_context(
            qms_people=People(self.env),
            lang=code,
            tracking_disable=True,
            demo_speakers=speakers,
        )
        teller._tell(story, speakers[code])

    def _tell(self, story, say):
        skills = self._make_kinds(story["kinds"])
        self._require(story["requirements"], skills)
        for row in story["held"]:
            self._claim(row, skills, self._user(row["who"])).action_confirm()
        for row in story["workers"]:
            self._claim(row, skills, self._user("leader")).action_confirm()
        for row in story["claimed"]:
            self._claim(row, skills, self._user(row["who"]))
        courses = self._list_courses(story["courses"], skills, say)
        for law in story["laws"]:
            self._tell_law(law, say)
        self._make_subject(story["subject"], say)
        self._hold_review(story["review"], courses, say)
        self.env["qms.external.demo"].with_context(**self.env.context)._tell(
            story["external"], self._company(), skills, say
        )

    # ------------------------------------------------------------
    # Who and where
    # ------------------------------------------------------------

    def _company(self):
        return self.env.ref("qms.demo_company_municipality")

    def _user(self, name):
        known = self.env.ref(f"qms.demo_user_{name}", raise_if_not_found=False)
        return known or self.env.ref(f"qms.demo_person_{name}")

    def _as(self, records, user):
        companies = {"allowed_company_ids": user.company_ids.ids}
        return records.with_user(user).with_context(**self.env.context, **companies)

    def _day(self, days):
        return self._company()._qms_today() + timedelta(days=days)

    def _level(self, skill, progress):
        levels = skill.skill_type_id.skill_level_ids
        return levels.filtered(lambda level: level.level_progress == progress)

    # ------------------------------------------------------------
    # Required and held
    # ------------------------------------------------------------

    def _make_kinds(self, kinds):
        """The skills, by the story's keys; named in every language."""
        skills = {}
        for row in kinds:
            kind = self.env["hr.skill.type"].create(
                {
                    "name": row["name"],
                    "is_certification": row.get("certifies", False),
                    "skill_ids": [
                        Command.create({"name": each["name"]}) for each in row["skills"]
                    ],
                    "skill_level_ids": [
                        Command.create(
                            {
                                "name": self._say(each["level"]),
                                "level_progress": each["progress"],
                            }
                        )
                        for each in row["levels"]
                    ],
                }
            )
            self._name_in_all(kind, row["name"])
            made = kind.skill_ids.sorted("id")
            for skill, each in zip(made, row["skills"], strict=True):
                self._name_in_all(skill, each["name"])
                skills[each["key"]] = skill
        return skills

    def _say(self, text):
        return self.env.context["demo_speakers"][self.env.context["lang"]](text)

    def _name_in_all(self, record, text):
        speakers = self.env.context["demo_speakers"]
        names = {code: say(text) for code, say in speakers.items()}
        record.update_field_translations("name", names)

    def _require(self, rows, skills):
        requirements = self.env["qms.competence.requirement"]
        requirements = self._as(requirements, self._user("quality_manager"))
        for row in rows:
            skill = skills[row["skill"]]
            requirements.create(
                {
                    "skill_type_id": skill.skill_type_id.id,
                    "skill_id": skill.id,
                    "skill_level_id": self._level(skill, row["progress"]).id,
                    "process_id": self.env.ref(f"qms.demo_process_{row['process']}").id,
                    "certificate_needed": row.get("certificate", False),
                    "company_id": self._company().id,
                }
            )

    def _employee(self, name):
        known = self.env.ref(f"qms.demo_employee_{name}", raise_if_not_found=False)
        return known or self.env.ref(f"qms.demo_{name}")

    def _claim(self, row, skills, maker):
        """Entered by ``maker``; returned as whoever confirms it."""
        skill, person = skills[row["skill"]], self._employee(row["who"])
        entry = self._as(self.env["hr.employee.skill"], maker).create(
            {
                "employee_id": person.id,
                "skill_type_id": skill.skill_type_id.id,
                "skill_id": skill.id,
                "skill_level_id": self._level(skill, row["progress"]).id,
                "valid_from": self._day(row["from"]),
                "valid_to": "to" in row and self._day(row["to"]),
            }
        )
        leader, _mandate = person.department_id._qms_decider(
            person.company_id, person.user_id
        )
        return self._as(entry, leader)

    def _list_courses(self, rows, skills, say):
        courses = {}
        for row in rows:
            skill = skills[row["gives"]]
            gives = {
                "skill_type_id": skill.skill_type_id.id,
                "skill_id": skill.id,
                "skill_level_id": self._level(skill, row["progress"]).id,
                "months": row["months"],
            }
            words = ("name", "area", "for_whom", "provider", "description")
            courses[row["key"]] = self.env["qms.course"].create(
                {
                    **{name: say(row[name]) for name in words},
                    "duration": row["duration"],
                    "gives_ids": [Command.create(gives)],
                    "company_id": self._company().id,
                }
            )
        return courses

    # ------------------------------------------------------------
    # Laws and the review
    # ------------------------------------------------------------

    def _tell_law(self, row, say):
        manager = self._user("quality_manager")
        units = [
            self.env.ref(f"qms.demo_unit_{name}").id for name in row.get("units", ())
        ]
        values = {
            **{name: say(row[name]) for name in ("name", "source", "summary")},
            "reference": row["reference"],
            "date_issued": self._day(-15),
            "valid_from": self._day(row["in_force"]),
            "unit_ids": [Command.set(units)],
            "company_id": self._company().id,
        }
        if row.get("process"):
            first = {
                "process_id": self.env.ref(f"qms.demo_process_{row['process']}").id,
                "user_id": self._user(row["says"]).id,
            }
            values["effect_ids"] = [Command.create(first)]
        law = self._as(self.env["qms.law.update"], manager).create(values)
        if not row.get("process"):
            return
        law.action_assign()
        if row.get("text"):
            effect = self._as(law.effect_ids, self._user(row["says"]))
            effect.action_say(row["answer"], say(row["text"]))
        for name in row.get("read_by", ()):
            reader = self._as(law, self._user(name))
            reader.action_read()
            reader.message_post(body=say(row["line"]))

    def _make_subject(self, row, say):
        subjects = self.env["qms.law.subject"]
        subjects = self._as(subjects, self._user("quality_manager"))
        process = self.env.ref("qms.demo_process_medicine")
        subjects.create(
            {
                "name": say(row["name"]),
                "keywords": say(row["keywords"]),
                "process_ids": [Command.set(process.ids)],
                "company_id": self._company().id,
            }
        )

    def _hold_review(self, row, courses, say):
        unit = self.env.ref("qms.demo_unit_homecare")
        rounds = self.env["qms.competence.round"]
        rounds = self._as(rounds, self._user("quality_manager"))
        made = rounds.create(
            {
                "department_id": unit.id,
                "date_deadline": self._day(30),
                "company_id": self._company().id,
            }
        )
        nurse = self._employee("nurse")
        review = made.sudo().review_ids.filtered(lambda each: each.employee_id == nurse)
        review = self._as(review, self._user("leader"))
        course = courses[row["course"]]
        review.write({"needs": say(row["needs"]), "note": say(row["note"])})
        self._as(self.env["qms.competence.review.course"], self._user("leader")).create(
            {
                "review_id": review.id,
                "course_id": course.id,
                "name": course.name,
                "skill_id": course.gives_ids.skill_id.id,
                "date_deadline": self._day(55),
            }
        )
        review.action_hold()
        own = self._as(review, self._user("nurse"))
        own.action_answer("agrees", say(row["words"]))
