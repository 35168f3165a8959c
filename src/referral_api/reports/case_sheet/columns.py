"""The columns of a table of people: their heads in both languages, and how a cell is read."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from referral_api.domain.codelists.code import Code
from referral_api.domain.codelists.countries import Country
from referral_api.domain.codelists.languages import Language
from referral_api.domain.codelists.needs import RiskFlag
from referral_api.domain.codelists.territory import Region
from referral_api.domain.codelists.victims import AgeBand, InterviewerSex, Sex

_SEPARATORS = re.compile(r"[;,|\n]")
_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_WORDS = {"oui": True, "yes": True, "true": True, "vrai": True, "x": True, "1": True,
          "non": False, "no": False, "false": False, "faux": False, "0": False}  # fmt: skip


def plainly(text: str) -> str:
    """Write a head or a label without what people type in different ways."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.replace("_", " ").split())


@dataclass(frozen=True)
class CaseColumn:
    """One column. ``member`` is the field that it fills; ``of_identity`` says of which schema."""

    name: str
    fr: str
    en: str
    read: Callable[[Any], Any]
    of_identity: bool = False
    codes: type[Code] | None = None
    several: bool = False
    required: bool = False

    @cached_property
    def heads(self) -> set[str]:
        """The heads that it is known by."""
        return {plainly(head) for head in (self.name, self.fr, self.en)}


def _text(cell: Any) -> Any:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a spreadsheet takes a number for one
    return str(cell) if isinstance(cell, int | float) else cell


def _flag(cell: Any) -> Any:
    text = _text(cell)
    return _WORDS.get(plainly(text), text) if isinstance(text, str) else cell


def _day(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    found = _FRENCH_DAY.fullmatch(cell) if isinstance(cell, str) else None
    return f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else cell


def _instant(cell: Any) -> Any:
    # Mali keeps the time of Greenwich all year.
    if isinstance(cell, datetime):
        return f"{cell.isoformat()}Z"
    if isinstance(cell, date):
        return f"{datetime.combine(cell, time()).isoformat()}Z"
    day = _day(cell)
    if isinstance(day, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        return f"{day}T00:00:00Z"
    if isinstance(day, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?", day):
        return f"{day.replace(' ', 'T')}Z"
    return day


def _several(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def each(cell: Any) -> Any:
        text = _text(cell)
        if not isinstance(text, str):
            return cell
        return [read(part.strip()) for part in _SEPARATORS.split(text) if part.strip()]

    return each


def _one_of(codes: type[Code]) -> Callable[[Any], Any]:
    known: dict[str, str] = {}
    for code in codes:
        for name in (code.fr, code.en, code.value):
            known[plainly(name)] = code.value

    def read(cell: Any) -> Any:
        text = _text(cell)
        return known.get(plainly(text), text) if isinstance(text, str) else cell

    return read


def _coded(
    name: str, fr: str, en: str, codes: type[Code], *, several: bool = False, required: bool = False
) -> CaseColumn:
    read = _one_of(codes)
    return CaseColumn(
        name, fr, en, _several(read) if several else read, codes=codes, several=several,
        required=required,
    )  # fmt: skip


def _person(name: str, fr: str, en: str, read: Callable[[Any], Any] = _text) -> CaseColumn:
    return CaseColumn(name, fr, en, read, of_identity=True)


COLUMNS: tuple[CaseColumn, ...] = (
    CaseColumn("code", "Code du dossier", "Case code", _text),
    _coded("sex", "Sexe", "Sex", Sex, required=True),
    _coded("age_band", "Tranche d'âge", "Age band", AgeBand, required=True),
    CaseColumn("age_in_doubt", "Âge douteux", "Age in doubt", _flag),
    _coded("region", "Région", "Region", Region, required=True),
    _coded("nationalities", "Nationalités", "Nationalities", Country, several=True),
    CaseColumn("stateless", "Apatride", "Stateless", _flag),
    _coded("languages", "Langues", "Languages", Language, several=True),
    _coded("risk_flags", "Dangers", "Dangers to the person", RiskFlag, several=True),
    CaseColumn("happened_at", "Rencontre le", "Met on", _instant),
    _coded("interviewer_sex", "Entretien mené par", "Interview led by", InterviewerSex),
    _person("family_name", "Nom de famille", "Family name"),
    _person("given_names", "Prénoms", "Given names"),
    _person("birth_date", "Date de naissance", "Date of birth", _day),
    _person("birth_place", "Lieu de naissance", "Place of birth"),
    _person("phones", "Téléphones", "Telephone numbers", _several(_text)),
)
BY_HEAD = {head: column for column in COLUMNS for head in column.heads}
