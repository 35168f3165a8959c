"""Reading the vocabulary, which is the same for every caller and changes only with a release."""

from functools import cache

from referral_api import errors
from referral_api.domain.codelists.code import Code
from referral_api.domain.codelists.organisations import OrganisationType
from referral_api.domain.codelists.registry import CODELISTS
from referral_api.domain.codelists.schemas import CodelistRead, CodeRead
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.titles import TAKEN_HOME, TITLES


@cache
def list_codelists() -> list[CodelistRead]:
    """Return every list with its codes."""
    return [
        CodelistRead(
            name=name,
            fr=TITLES[name].fr,
            en=TITLES[name].en,
            for_person=name in TAKEN_HOME,
            codes=[_read_code(code) for code in codes],
        )
        for name, codes in CODELISTS.items()
    ]


def read_codelist(name: str) -> CodelistRead:
    """Return one list."""
    for codelist in list_codelists():
        if codelist.name == name:
            return codelist
    raise errors.NotFound


def _read_code(code: Code) -> CodeRead:
    match code:
        case Region():
            return CodeRead(
                code=code.value, fr=code.fr, en=code.en,
                iso_code=code.iso_code, iso_parent=code.iso_parent,
            )  # fmt: skip
        case OrganisationType():
            return CodeRead(code=code.value, fr=code.fr, en=code.en, htcds=code.htcds)
        case _:
            return CodeRead(code=code.value, fr=code.fr, en=code.en)
