"""Every name that a page may show has a label in French and English, and no label is left over."""

import re
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, EnumType
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from babel.messages.pofile import read_po
from fastapi.routing import APIRoute
from pydantic import BaseModel

import referral_api
from referral_api.domain.codelists.registry import CODELISTS
from referral_api.domain.codelists.roles import RoleName
from referral_api.permissions import PERMISSIONS, Permission
from referral_api.routers import all_routers
from tests.support.words import feminine_in_english, feminine_in_french

_LOCALE = Path(referral_api.__file__).parent / "locale"
_LANGUAGES = ("fr", "en")
_LONGEST = {"fr": 48, "en": 40}
_LONGEST_ACT = 60  # a permission is named as the act that it allows

# Words that are the same in both languages.
_SAME = {
    "Agent", "Cercle", "Code", "Codes", "Contribution", "Contributions", "Dimension", "Dimensions",
    "Documents", "Import", "Installation", "Message", "Organisation", "Organisations", "Points",
    "Population", "Profession", "Question", "Questions", "Service", "Total", "Version",
}  # fmt: skip
# What may begin with a capital letter inside a label.
_CAPITAL = {"CFA", "Mali", "English", "French"}
_ABBREVIATION = re.compile(r"\b(?!CFA\b)[A-Z]{2,}\b|\b\w{1,5}\.")
_CODE = re.compile(r"[_`{}<>/\\=]|\w:\w|[a-z][A-Z]|\b(?:id|uuid|null|true|false)\b")


@cache
def catalogue_of(language: str) -> dict[str, str]:
    with (_LOCALE / language / "LC_MESSAGES" / "members.po").open("rb") as source:
        catalogue = read_po(source, locale=language, abort_invalid=True)
    assert not [message.id for message in catalogue if message.fuzzy and message.id]
    return {str(message.id): str(message.string) for message in catalogue if message.id}


@dataclass(frozen=True)
class Names:
    """What stands in the requests, the parameters and the responses of all routes."""

    members: dict[str, set[str]] = field(default_factory=dict)  # by the name of the schema
    parameters: set[str] = field(default_factory=set)
    enums: set[EnumType] = field(default_factory=set)
    literals: set[str] = field(default_factory=set)  # ``member.text``

    def add(self, annotation: object, member: str = "") -> None:
        """Add what an annotation holds, at any depth."""
        while typing.get_origin(annotation) is Annotated:
            annotation = typing.get_args(annotation)[0]
        if typing.get_origin(annotation) is Literal:
            texts = (text for text in typing.get_args(annotation) if isinstance(text, str))
            self.literals.update(f"{member}.{text}" for text in texts)
            return
        if isinstance(annotation, EnumType):
            self.enums.add(annotation)
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            self._add_schema(annotation)
        for part in typing.get_args(annotation):
            self.add(part, member)

    def _add_schema(self, schema: type[BaseModel]) -> None:
        if schema.__name__ not in self.members:
            self.members[schema.__name__] = set(schema.model_fields)
            for name, member in schema.model_fields.items():
                self.add(member.annotation, name)


@cache
def found() -> Names:
    names = Names()
    for route in routes():
        for body in route.dependant.body_params:
            names.add(body.field_info.annotation)
        for parameter in route.dependant.query_params:
            names.parameters.add(parameter.alias)
            names.add(parameter.field_info.annotation, parameter.alias)
        names.add(route.response_model)
    return names


def routes() -> Iterator[APIRoute]:
    for router in all_routers:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            yield route


def wanted_members() -> set[str]:
    return found().parameters.union(*found().members.values())


def wanted_of_one_schema() -> set[str]:
    return {f"{name}.{member}" for name, members in found().members.items() for member in members}


def wanted_codes() -> set[str]:
    """The codes of what is no code list, and so has no label of its own."""
    listed: set[Any] = set(CODELISTS.values())
    codes = {
        f"{enum.__name__}.{code.value}"
        for enum in found().enums - listed
        for code in typing.cast("type[Enum]", enum)
    }
    permissions = {f"{Permission.__name__}.{permission.value}" for permission in PERMISSIONS}
    return codes | permissions | (found().literals - {"token_type.Bearer"})  # of systems alone


@pytest.mark.parametrize("language", _LANGUAGES)
def test_every_member_parameter_and_code_has_a_label_and_no_label_is_left_over(
    language: str,
) -> None:
    catalogue = catalogue_of(language)
    wanted = wanted_members() | wanted_codes()
    assert len(wanted) > 1400
    assert sorted(wanted - catalogue.keys()) == []
    assert sorted(catalogue.keys() - wanted - wanted_of_one_schema()) == []


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_label_for_one_schema_says_what_the_label_for_all_does_not(language: str) -> None:
    catalogue = catalogue_of(language)
    for name in catalogue.keys() & wanted_of_one_schema() - wanted_codes():
        assert any(
            catalogue_of(either)[name] != catalogue_of(either)[name.partition(".")[2]]
            for either in _LANGUAGES
        ), name


def test_both_catalogues_hold_the_same_names_in_the_same_order() -> None:
    french, english = (list(catalogue_of(language)) for language in _LANGUAGES)
    assert french == english == sorted(french)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_label_is_short_enough_to_stand_before_a_field(language: str) -> None:
    for name, label in catalogue_of(language).items():
        act = name.startswith(f"{Permission.__name__}.")
        assert 0 < len(label) <= (_LONGEST_ACT if act else _LONGEST[language]), name


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_label_holds_neither_a_code_nor_an_abbreviation(language: str) -> None:
    for name, label in catalogue_of(language).items():
        assert _CODE.findall(label) == [], name
        assert _ABBREVIATION.findall(label) == [], name


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_label_begins_with_its_only_capital_letter_and_ends_without_a_sign(
    language: str,
) -> None:
    for name, label in catalogue_of(language).items():
        first, *others = label.split(" ")
        assert first[0].isupper(), name
        assert [word for word in others if not word.islower() and word not in _CAPITAL] in (
            [], [word for word in others if word.isdigit()]
        ), name  # fmt: skip
        assert label[-1].isalnum(), name


def test_french_and_english_differ_but_for_words_that_are_the_same() -> None:
    french, english = (catalogue_of(language) for language in _LANGUAGES)
    same = {french[name] for name in french if french[name] == english[name]}
    assert sorted(same) == sorted(_SAME)


@pytest.mark.parametrize("language", _LANGUAGES)
def test_apostrophes_and_spaces_are_those_of_the_other_catalogues(language: str) -> None:
    for name, label in catalogue_of(language).items():
        assert re.findall(r"[’‘`\u00a0\u202f\t\n]|  |^ | $| '|' ", label) == [], name


def test_a_label_calls_nobody_she() -> None:
    for name, label in catalogue_of("en").items():
        assert feminine_in_english(label) == [], name
        assert "answer for" not in label, name
    for name, label in catalogue_of("fr").items():
        assert feminine_in_french(label) == [], name
        assert re.findall(r"\b(?:féminin|orient\w+)\b", label, re.IGNORECASE) == [], name


def test_a_role_is_called_as_in_its_code_list() -> None:
    french, english = (catalogue_of(language) for language in _LANGUAGES)
    for role in RoleName:
        assert (french[f"Role.{role}"], english[f"Role.{role}"]) == (role.fr, role.en)
