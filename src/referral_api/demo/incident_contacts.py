"""Two people whom no file holds, and who are counted all the same, apart from the others."""

from referral_api.demo.incident_people import in_days
from referral_api.demo.stage import Stage


def meet_without_file(stage: Stage) -> None:
    """Meet one who refuses everything, and one who was smuggled and not trafficked."""
    stage.title(("7. Deux personnes sans dossier", "7. Two people without a file"))
    met = {"met_on": in_days(0), "region": "KAYES", "hotline_card_given": True}
    stage.act(
        "Awa",
        ("rencontre une femme qui refuse tout : ni nom, ni dossier, une carte.",
         "meets a woman who refuses everything: no name, no file, a card."),
        "POST", "/v1/contacts",
        met | {"sex": "female", "age_group": "adult", "answer": "refused",
               "offered": ["food", "shelter", "legal_aid"]},
        expect=201,
    )  # fmt: skip
    stage.act(
        "Awa",
        ("aide un homme, objet de trafic et non de traite : il est compté à part.",
         "helps a man, smuggled and not trafficked: he is counted apart."),
        "POST", "/v1/contacts",
        met | {"sex": "male", "age_group": "adult", "answer": "accepted", "smuggled": True,
               "offered": ["food", "transport"]},
        expect=201,
    )  # fmt: skip
