"""``first-administrator``: the coordination and the agent that register all others."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer
from pydantic import TypeAdapter, ValidationError
from uuid_utils.compat import uuid7

from referral_api.cli.client_keys import new_key
from referral_api.cli.failures import CommandFailure, database_failures, load_settings
from referral_api.cli.language import say
from referral_api.cli.schema import owner_address
from referral_api.database.installation import (
    Connection,
    is_empty,
    write_agent,
    write_client,
    write_invitation,
    write_organisation,
)
from referral_api.domain.codelists.organisations import HtcdsOrganisationType, OrganisationType
from referral_api.domain.names import Name
from referral_api.domain.network.sign_in.devices.codes import new_code
from referral_api.domain.network.sign_in.factors.invitations import INVITATION
from referral_api.permissions import Role
from referral_api.security.pin_hash import FILE, PinKeys
from referral_api.settings import Settings

_NAME = TypeAdapter[str](Name)
_OUTSIDE = (
    "The administrator {agent} of “{organisation}” signs in at {issuer}. The tokens name the"
    " subject {subject}, and this service as their audience (OUTSIDE_ISSUERS)."
)
_BUILT_IN = (
    "The administrator {agent} of “{organisation}” signs in by the partner system {client}, whose"
    " private key is {path}: POST {public}/oauth2/token with two assertions, one for the system"
    " and one for the agent (docs/integrators.md)."
)
_INVITED = (
    "On the pages: open {place} within a day and type {code}, which is good once. Tell it to nobody"
    " but the administrator."
)
_NEXT = "Register two more administrators soon: until one of them signs in, this one acts alone."


def first_administrator(
    organisation: Annotated[str, typer.Option(help="The name of the coordination.")],
    name: Annotated[str, typer.Option(help="The name of the administrator.")],
    issuer: Annotated[str | None, typer.Option(help="The outside issuer, by its `iss`.")] = None,
    subject: Annotated[str | None, typer.Option(help="The `sub` at that issuer.")] = None,
    key_file: Annotated[
        Path | None, typer.Option(help="Without an issuer: the file for the key of a system.")
    ] = None,
) -> None:
    """Make the coordination and the first administrator, on an empty installation only."""
    settings = load_settings()
    titles = _check(organisation), _check(name)
    facts: dict[str, Any]
    code = None
    if issuer and subject and key_file is None:
        _check_issuer(settings, issuer)
        way, facts = _OUTSIDE, {"issuer": issuer, "subject": subject}
        with _empty_installation(settings) as connection:
            facts |= _write_administrator(connection, *titles, (issuer, subject))
    elif key_file and issuer is None and subject is None:
        way, facts = _BUILT_IN, {"path": key_file, "public": settings.public_url}
        with new_key(key_file) as key, _empty_installation(settings) as connection:
            written = _write_administrator(connection, *titles)
            client = uuid7()
            write_client(
                connection, client, written["home"], titles[0], {key.key_id: key.public_pem}
            )
            facts |= written | {"client": client}
            code = _invite(settings, connection, written)
    else:
        raise CommandFailure("Name an issuer and a subject, or else a file for a key.")
    typer.echo(say(way, **facts))
    if code is not None:
        typer.echo(say(_INVITED, place=f"{settings.public_url}/bureau/invitation", code=code))
    typer.echo(say(_NEXT))


def _invite(settings: Settings, connection: Connection, written: dict[str, Any]) -> str | None:
    """Invite the administrator to a personal account; None without the key of codes."""
    if not (settings.keys / FILE).exists():
        return None
    code, keys = new_code(), PinKeys.read(settings.keys)
    digest = keys.factors.code_digests(INVITATION, code)[0]
    write_invitation(connection, written["agent"], written["home"], digest)
    return f"{code[:5]} {code[5:]}"


@contextmanager
def _empty_installation(settings: Settings) -> Iterator[Connection]:
    """Open a transaction of the owner on a database without organisations."""
    with (
        owner_address(settings) as url, database_failures(),
        psycopg.connect(url) as connection,
    ):  # fmt: skip
        if not is_empty(connection):
            raise CommandFailure("There are organisations already: an administrator adds others.")
        yield connection


def _check(name: str) -> str:
    try:
        return _NAME.validate_python(name)
    except ValidationError:
        raise CommandFailure("Not a name: {name}.", name=repr(name)) from None


def _check_issuer(settings: Settings, issuer: str) -> None:
    """Fail if the settings name issuers and not this one: nobody could sign in, or try again."""
    known = [each.issuer for each in settings.outside_issuers]
    if known and issuer not in known:
        raise CommandFailure(
            "OUTSIDE_ISSUERS names {known}, not {issuer}.", known=", ".join(known), issuer=issuer
        )


def _write_administrator(
    connection: Connection, organisation: str, name: str, outside: tuple[str, str] | None = None
) -> dict[str, Any]:
    home, agent = uuid7(), uuid7()
    write_organisation(
        connection, home, organisation, OrganisationType.COORDINATION,
        HtcdsOrganisationType.CENTRAL_GOVERNMENT,
    )  # fmt: skip
    write_agent(connection, agent, home, name, [Role.ADMINISTRATOR], outside)
    return {"organisation": organisation, "home": home, "agent": agent}
