"""Expected failures of a command, each reported in one sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from pydantic import ValidationError
from pydantic_settings import SettingsError

from referral_api.embedded import EmbeddedError
from referral_api.security.vault import VaultError
from referral_api.settings import Settings, read_settings


class CommandFailure(Exception):
    """The command cannot be done; the message is a sentence for the operator."""


EXPECTED = (CommandFailure, EmbeddedError, OSError)


def in_one_sentence(failure: Exception) -> str:
    """Describe a failure without a stack trace."""
    if isinstance(failure, OSError) and failure.strerror:
        where = f"{failure.filename}: " if failure.filename else ""
        return f"{where}{failure.strerror}."
    return str(failure)


def load_settings() -> Settings:
    """Read the configuration, or name the invalid setting without its value."""
    try:
        return read_settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise CommandFailure(f"The setting {name.upper()} is not valid: {first['msg']}.") from None
    except SettingsError as error:
        raise CommandFailure(f"A setting is not valid JSON: {error}.") from None


@contextmanager
def database_failures() -> Iterator[None]:
    """Report a database error without the URL, which may hold a password."""
    try:
        yield
    except psycopg.OperationalError as error:
        raise CommandFailure(unreachable(error)) from None
    except psycopg.Error as error:
        raise CommandFailure(
            f"The database refused the statement ({type(error).__name__})."
        ) from None


def unreachable(error: BaseException | None) -> str:
    """Say in one line why a database cannot be used."""
    lines = str(error).strip().splitlines() or ["no answer"]  # the lines after the first are hints
    return f"The database cannot be used: {lines[0].rstrip('.')}."


@contextmanager
def key_failures() -> Iterator[None]:
    """Report a key file that cannot be used."""
    try:
        yield
    except VaultError as error:
        message = str(error)
        raise CommandFailure(f"{message[0].upper()}{message[1:]}.") from None
    except ValueError as error:
        raise CommandFailure(str(error)) from None
