"""The pages that are made by hand, by operation; every other operation has the general one.

An area adds its own: how an operation is shown, or the template of its form.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Response
from pydantic import BaseModel

from referral_api.pages.forms.controls import Control
from referral_api.pages.forms.reading import Fields
from referral_api.pages.operation import Operation
from referral_api.pages.visit import PageContext, Visit


@dataclass(frozen=True, slots=True)
class Choice:
    """One record that can be chosen where a form names one."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Offered:
    """All that a field is chosen from; of a list that is longer than a form, a part of it.

    ``filters`` narrow such a list, and ``after`` is where it goes on.
    """

    choices: list[Choice]
    filters: tuple[Control, ...] = ()
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Chooser:
    """From what a field is chosen: the operation that lists, and how its items are told."""

    operation: Operation
    choose: Callable[[Visit, PageContext, Fields], Awaitable[Offered]]


Show = Callable[[Visit, Operation], Awaitable[Response]]

# How an operation that reads is shown.
SHOWN: dict[str, Show] = {}
# The template of the form of an act; it extends ``acts/form.html``.
FORMS: dict[str, str] = {}
# How an act is sent; the others do one operation.
SENT: dict[str, Callable[[Visit, Operation, Fields], Awaitable[Response]]] = {}
# From what a field of an act is chosen, where it is not the whole list.
CHOICES: dict[str, dict[str, Chooser]] = {}
# The page to which an act leads, by what it has returned; the others lead to their record.
LEADS: dict[str, Callable[[Mapping[str, Any]], str]] = {}
# What the template of a form shows beside its fields.
BESIDE: dict[str, Callable[[Visit, Fields], Awaitable[Mapping[str, Any]]]] = {}
# What is done to the fields of a form before they are read: rows that say nothing are left out.
TIDIED: dict[str, Callable[[Fields], Fields]] = {}
# Members of what stands that a correction does not replace, and its form needs to know.
CARRIED: dict[str, tuple[str, ...]] = {}
# Records that store codes whose words stand in a file of this process: what a page shows instead.
WORDED: dict[type[BaseModel], Callable[[Visit, Mapping[str, Any]], Mapping[str, Any]]] = {}
# The operations whose whole page is made by hand: they take a file.
OWN_PAGES: set[str] = set()
