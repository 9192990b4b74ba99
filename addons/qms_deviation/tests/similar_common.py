from .common import DeviationCase

# of each language three about the same, one with none of their words; every word comes
# with another ending than in what is looked for
TOWNS = {
    "danish": {
        "lang": "da_DK",
        "country": "base.dk",
        "texts": [
            "Medicinskabet stod åbent, og dosisæskerne var forbyttede",
            "En dosisæske var forbyttet i medicinskabet",
            "Vinduerne på skolen kan ikke lukkes",
        ],
        "typed": "Borgerens medicinskabe og dosisæsken",
        "words": "dosisæskernes",
        "other": "skolernes vindue",
    },
    "norwegian": {
        "lang": "nb_NO",
        "country": "base.no",
        "texts": [
            "Medisinskapet stod åpent og dosettene var forvekslet",
            "En dosett ble forvekslet ved medisinskapet",
            "Vinduene på skolen kan ikke lukkes",
        ],
        "typed": "Brukerens medisinskap og dosetten",
        "words": "dosettenes",
        "other": "skolenes vindu",
    },
    "swedish": {
        "lang": "sv_SE",
        "country": "base.se",
        "texts": [
            "Medicinvagnarna stod olåsta och dosetterna var förväxlade",
            "En dosett förväxlades på medicinvagnen",
            "Fönstren på skolan går inte att stänga",
        ],
        "typed": "Brukarens medicinvagn och dosetten",
        "words": "dosetternas",
        "other": "skolans fönstrens",
    },
    "english": {
        "lang": "en_US",
        "country": "base.uk",
        "texts": [
            "The medicine cabinets stood open, pill boxes were mixed up",
            "A pill box was mixed up near the medicine cabinet",
            "The windows of the school do not close",
        ],
        "typed": "Pills mixing, the cabinet unlocked",
        "words": "cabinets",
        "other": "schools windows",
    },
}


class SimilarCase(DeviationCase):
    @classmethod
    def _settle_in(cls, name):
        """Let the town speak the language."""
        town = TOWNS[name]
        cls.env["res.lang"]._activate_lang(town["lang"])
        cls.company.partner_id.write(
            {"lang": town["lang"], "country_id": cls.env.ref(town["country"]).id}
        )
        return town

    def _find(self, user, text, unit=None):
        """What ``user`` is shown while he writes ``text``."""
        return (
            self.env["qms.deviation"]
            .with_user(user)
            .action_find_similar(text, (unit or self.home_care).id, self.company.id)
        )

    def _numbers(self, answer):
        return [found["number"] for found in answer["cases"]]
