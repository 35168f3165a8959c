"""Expected failures of a command, each reported in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import SettingsError

from referral_api.cli.language import say
from referral_api.errors.sentences import SentenceError
from referral_api.http.validation_errors import INPUT_CODES, describe
from referral_api.security.vault import VaultError
from referral_api.settings import Settings, read_settings


class CommandFailure(SentenceError):
    """The command cannot be done."""


EXPECTED = (SentenceError, OSError)


def in_one_sentence(failure: Exception) -> str:
    """Describe a failure without a stack trace."""
    if isinstance(failure, OSError) and failure.strerror:
        where = f"{failure.filename}: " if failure.filename else ""
        return f"{where}{failure.strerror}."
    if isinstance(failure, SentenceError):
        return say(failure.sentence, **failure.facts)
    return str(failure)


def load_settings() -> Settings:
    """Read the configuration, or name the invalid setting without its value."""
    try:
        return read_settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise CommandFailure(
            "The setting {name} is not valid: {why}", name=name.upper(), why=_why(first)
        ) from None
    except SettingsError as error:
        raise CommandFailure("A setting is not valid JSON: {error}.", error=error) from None


def _why(error: ErrorDetails) -> str:
    """Say what is wrong with a value: our own words, or those for its kind."""
    if error["type"] == "value_error":
        return error["msg"].removeprefix("Value error, ")
    return INPUT_CODES[describe(error)["code"]]


@contextmanager
def database_failures() -> Iterator[None]:
    """Report a database error without the URL, which may hold a password."""
    try:
        yield
    except psycopg.OperationalError as error:
        raise unreachable(error) from None
    except psycopg.errors.UndefinedTable:
        raise CommandFailure(
            "The schema is not that of this version: run `referral-api migrate` first."
        ) from None
    except psycopg.Error as error:
        raise CommandFailure(
            "The database refused the statement ({kind}).", kind=type(error).__name__
        ) from None


def unreachable(error: BaseException | None) -> CommandFailure:
    """Say in one line why a database cannot be used."""
    lines = str(error).strip().splitlines() or ["-"]  # the lines after the first are hints
    return CommandFailure("The database cannot be used: {why}.", why=lines[0].rstrip("."))


@contextmanager
def key_failures() -> Iterator[None]:
    """Report a key file that cannot be used."""
    try:
        yield
    except VaultError as error:
        raise CommandFailure(error.sentence, **error.facts) from None
    except ValueError as error:
        raise CommandFailure("{why}", why=str(error)) from None
