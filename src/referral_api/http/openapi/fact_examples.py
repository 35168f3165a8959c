"""Examples of screenings, episodes of exploitation, profiles and backgrounds."""

from typing import Any

_HELD: dict[str, Any] = {
    "conducted_on": "2026-01-15", "region": "SIKASSO", "setting": "gold_site", "language": "bam",
    "interpreter": "staff", "private_place": "yes", "escort_absent": "yes",
    "person_of_trust": "no", "interviewer_sex_chosen": "yes", "urgent_needs_first": "yes",
    "purpose_explained": "yes", "may_stop_explained": "yes", "break_taken": "no",
    "ended": "completed",
    "answers": [
        {"question": "gen_papers_held", "answer": "yes", "basis": ["disclosed"]},
        {"question": "gen_violence", "answer": "unknown"},
    ],
}  # fmt: skip
_EPISODE: dict[str, Any] = {
    "forms": ["TRAVAIL_FORCE_ORPAILLAGE"], "acts": ["RECRUITMENT"], "means": ["DECEPTION"],
    "activities": ["gold_mining"], "began_on": "2025-03", "ended_on": "2025-12-24",
    "still_going_on": "no", "recruitment_methods": ["recruiter_visit"],
    "recruiter_relations": ["stranger"], "exploiter_relations": ["employer"],
    "control_methods": ["debt", "withholds_documents"],
    "places": [
        {
            "kind": "exploitation",
            "place": {"country": "ML", "region": "SIKASSO", "setting": "gold_site"},
        }
    ],
}  # fmt: skip

FACT_BODIES: dict[str, dict[str, Any]] = {
    "BackgroundRecord": {"self_declared": True, "ethnic_groups": ["none_claimed"]},
    "ExploitationCorrect": _EPISODE,
    "ExploitationRecord": _EPISODE,
    "ProfileRecord": {
        "birth_country": "ML", "residence": {"country": "ML", "region": "MOPTI"},
        "residence_kind": "rural", "displacement_causes": ["conflict"],
        "education_level": "quranic", "reads_and_writes": "no", "birth_registered": "no",
        "age_basis": "declared",
    },
    "ScreeningCorrect": _HELD,
    "ScreeningRecord": {"instrument": "general", "instrument_version": "1.0", **_HELD},
}  # fmt: skip
