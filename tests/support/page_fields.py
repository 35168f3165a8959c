"""The fields that the forms of a page offer, and the steps that lead on in them."""

import re

from httpx import Response

from tests.support.visitors import Parsed


def offered(page: Response) -> set[str]:
    """Return the fields of the forms of a page."""
    return {any_row(field.name) for form in Parsed(page.text).forms for field in form.fields}


def steps(page: Response) -> list[str]:
    """Return the buttons that lead on in a form before it is sent."""
    fields = [field for form in Parsed(page.text).forms for field in form.fields]
    return [field.value for field in fields if field.name == "more"]


def any_row(field: str) -> str:
    """Name a field without the number of its row: « Ajouter une ligne » offers the next."""
    return re.sub(r"\.\d+(?=\.|$)", "", field)
