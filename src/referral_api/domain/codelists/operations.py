"""Reading the vocabulary, which is the same for every caller and changes only with a release."""

from functools import cache
from typing import Any

from referral_api import errors
from referral_api.domain.codelists.code import Code
from referral_api.domain.codelists.registry import CODELISTS
from referral_api.domain.codelists.schemas import CodelistRead, CodeRead
from referral_api.domain.codelists.standards.crossing import Crossing
from referral_api.domain.codelists.standards.crosswalk import CROSSWALK, CROSSWALK_VERSION
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.titles import TAKEN_HOME, TITLES


@cache
def list_codelists() -> list[CodelistRead]:
    """Return every list with its codes."""
    return [_read_list(name, codes) for name, codes in CODELISTS.items()]


def _read_list(name: str, codes: type[Code]) -> CodelistRead:
    crossed: dict[str, Any] = {"crosswalk_version": CROSSWALK_VERSION} if name in CROSSWALK else {}
    return CodelistRead(
        name=name, fr=TITLES[name].fr, en=TITLES[name].en, for_person=name in TAKEN_HOME,
        codes=[_read_code(name, code) for code in codes], **crossed,
    )  # fmt: skip


def read_codelist(name: str) -> CodelistRead:
    """Return one list."""
    for codelist in list_codelists():
        if codelist.name == name:
            return codelist
    raise errors.NotFound


def _read_code(name: str, code: Code) -> CodeRead:
    labels: dict[str, Any] = {"code": code.value, "fr": code.fr, "en": code.en}
    if isinstance(code, Region):
        return CodeRead(**labels, iso_code=code.iso_code, iso_parent=code.iso_parent)
    if name not in CROSSWALK:
        return CodeRead(**labels)
    # What a standard knows nothing of is left out of the list, as with other members.
    known = [member for member in Crossing._fields if _says(name, member)]
    crossing = CROSSWALK[name][code.value]
    return CodeRead(**labels, **{member: getattr(crossing, member) for member in known})


def _says(name: str, member: str) -> bool:
    return any(getattr(crossing, member) for crossing in CROSSWALK[name].values())
