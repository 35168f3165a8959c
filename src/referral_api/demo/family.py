"""The family of nine that fled its village: referred, accepted and taken over in one act each."""

from typing import Any

from referral_api.demo.data import id_of
from referral_api.demo.network_directory import BAMAKO
from referral_api.demo.stage import Stage, Words
from referral_api.domain.codelists.referral_groups import GroupStatus

_PEOPLE = (
    ("mother", "female", "25_59"), ("child", "male", "under_6"), ("child", "female", "under_6"),
    ("child", "male", "6_11"), ("child", "female", "6_11"), ("child", "female", "12_14"),
    ("child", "male", "12_14"), ("other_adult", "female", "25_59"),
    ("other_adult", "female", "18_24"),
)  # fmt: skip
_SECTIONS = ["identity", "exploitation", "protection", "health"]


def keep_together(stage: Stage) -> None:
    """Refer nine persons together; nobody is left behind, and one act moves their custody."""
    stage.title(("4. La famille de neuf", "4. The family of nine"))
    members = _meet(stage)
    group = stage.act(
        "Awa",
        ("réfère les neuf en un acte : tous, ou personne.",
         "refers all nine in one act: all of them, or nobody."),
        "POST", "/v1/referral-groups",
        {"receiver_id": id_of(BAMAKO.organisation), "service_type": "shelter",
         "priority": "urgent", "bed_asked": True, "members": members},
        expect=201,
    )  # fmt: skip
    path = f"/v1/referral-groups/{group['id']}"
    without = [one["case_id"] for one in members if one["tie"] != "child"]
    stage.move_in_vain(
        "Fanta",
        ("voudrait n'accepter que les adultes : les enfants restent avec leur mère.",
         "would accept the adults only: the children stay with their mother."),
        path, "accept", {"case_ids": without, "refusal": "no_capacity"}, expect=409,
    )  # fmt: skip
    taken = stage.move(
        "Fanta",
        ("accepte les neuf : neuf places sont retenues.", "accepts all nine: nine places held."),
        path, "accept", {},
    )  # fmt: skip
    stage.tell(("Groupe : {status}, {number} personnes.", "Group: {status}, {number} persons."),
               status=stage.label(GroupStatus(taken["status"])),
               number=len(taken["members"]))  # fmt: skip
    stage.move(
        "Coumba",
        ("propose au centre la responsabilité des neuf, en un acte.",
         "offers the shelter the responsibility for all nine, in one act."),
        path, "hand-over",
        {"to_id": id_of(BAMAKO.organisation), "priority": "urgent", "reason": "specialised_care"},
    )  # fmt: skip
    stage.move(
        "Fanta", ("la prend pour les neuf.", "takes it over for all nine."), path, "take-over"
    )
    lists: Words = ("lit les groupes de son organisation.", "lists the groups of its organisation.")
    listed = stage.act("Fanta", lists, "GET", "/v1/referral-groups")
    stage.expect(
        ("La famille est dans la liste de qui en répond.",
         "The family is in the list of who answers for it."),
        group["id"] in {one["id"] for one in listed["items"]},
    )  # fmt: skip


def _meet(stage: Stage) -> list[dict[str, Any]]:
    """Register each person, and record the consent of each, or the mother's for a child."""
    members: list[dict[str, Any]] = []
    for tie, sex, age_band in _PEOPLE:
        case = stage.act(
            "Awa", ("enregistre une personne de la famille.", "registers one of the family."),
            "POST", "/v1/cases",
            {"sex": sex, "age_band": age_band, "region": "MOPTI", "languages": ["ffm"]},
            expect=201,
        )  # fmt: skip
        consent = stage.act(
            "Awa", ("consigne son accord.", "records the agreement."), "POST", "/v1/consents",
            {"case_id": case["id"], "given_by": "mother" if tie == "child" else "self",
             "method": "oral_with_witness", "language": "ffm",
             "purposes": ["care", "referral_sharing"], "sections": _SECTIONS,
             "recipients": [id_of(BAMAKO.organisation)]},
            expect=201,
        )  # fmt: skip
        mother = members[0]["case_id"] if tie == "child" else None
        members.append({
            "case_id": case["id"], "consent_id": consent["id"], "tie": tie,
            "may_part": tie == "other_adult", "mother_case_id": mother,
        })  # fmt: skip
    return members
