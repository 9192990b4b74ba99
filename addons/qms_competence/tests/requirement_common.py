from .common import CompetenceCase


class RequirementCase(CompetenceCase):
    """The nurses need practised medicine handling; its process first aid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls.env["hr.job"].create(
            {"name": "Nurse", "company_id": cls.company.id}
        )
        cls.person[cls.nurse].job_id = cls.job
        cls.process = cls.env["qms.process"].create(
            {
                "name": "Home visits",
                "company_id": cls.company.id,
                "department_ids": cls.home_care.ids,
            }
        )

    @classmethod
    def _require(cls, level=None, user=None, **kwargs):
        level = level or cls.practised
        if not {"job_id", "process_id", "role"} & kwargs.keys():
            kwargs["job_id"] = cls.job.id
        kind = level.skill_type_id
        requirements = cls.env["qms.competence.requirement"]
        return requirements.with_user(user or cls.manager).create(
            {
                "skill_type_id": kind.id,
                "skill_id": kind.skill_ids[:1].id,
                "skill_level_id": level.id,
                "company_id": cls.company.id,
                **kwargs,
            }
        )

    @classmethod
    def _verdict(cls, user, skill=None, **kwargs):
        person = cls.person[user]
        verdicts = person._competence_verdicts(**kwargs)[person.id]
        return verdicts.get((skill or cls.medicine).id)
