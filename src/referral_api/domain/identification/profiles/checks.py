"""Whether what a profile says goes together, and with the case. No wrong value is repeated."""

from collections.abc import Iterator

from referral_api.domain.codelists.profiles import FunctionalDifficulty
from referral_api.domain.codelists.victims import AgeBand
from referral_api.domain.identification.cases.tables import Case
from referral_api.domain.identification.profiles.functioning import QUESTIONS
from referral_api.domain.identification.profiles.schemas import ProfileRecord
from referral_api.domain.identification.scenes.columns import check_scene
from referral_api.errors import MalformedInput

_ASKED_FROM = 5
_ALONE = {
    "migration_statuses": {"none", "unknown", "not_asked"},
    "displacement_causes": {"not_displaced", "unknown", "not_asked"},
    "documents_held": {"none", "unknown", "not_asked"},
}


def check(profile: ProfileRecord, case: Case) -> None:
    """Raise MalformedInput for members that contradict each other or the age band of the case."""
    errors = [{"pointer": f"/{name}", "code": code} for name, code in _wrong(profile, case)]
    if errors:
        raise MalformedInput(errors=errors)
    for name in ("origin", "residence"):
        scene = getattr(profile, name)
        if scene is not None:
            check_scene(scene, field=name)


def _wrong(profile: ProfileRecord, case: Case) -> Iterator[tuple[str, str]]:
    for name, alone in _ALONE.items():
        codes = getattr(profile, name)
        if len(set(codes)) < len(codes) or (len(codes) > 1 and alone.intersection(codes)):
            yield name, "invalid_value"
    age = profile.age_at_registration
    if (age is None) != (profile.age_at_registration_precision is None):
        yield "age_at_registration_precision", "invalid_value"
    if age is not None and not case.age_in_doubt and not AgeBand(case.age_band).includes(age):
        yield "age_at_registration", "contradicts_age_band"
    if profile.functioning is not None and age is not None and age < _ASKED_FROM:
        said = profile.functioning.model_dump(include=set(QUESTIONS)).values()
        if set(said) != {FunctionalDifficulty.NOT_ASKED}:
            yield "functioning", "invalid_value"
