"""The next things to do, printed once the service answers."""

import http.client
import shlex
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import typer

from referral_api.cli.language import Spoken
from referral_api.demo.data import AGENTS, FIRST_AGENT
from referral_api.demo.pins import organisation_of, pin_of, signs_in_by_pin
from referral_api.domain.codelists.roles import RoleName
from referral_api.settings import Settings

_PATIENCE = 120  # seconds

_WORDS = {
    Spoken.FRENCH: """
Le système est prêt : {address}   (Ctrl-C arrête tout)
Toutes les données sont fictives.

1. Lire la documentation
   {address}/docs

2. Obtenir un jeton, valable {minutes} minutes
   TOKEN=$({command} token --as "{agent}")

3. Faire le premier appel : enregistrer une personne, sans son nom
   {call}

4. Essayer les pages, dans un navigateur de cette machine
   {pages}   entrer : {pages}/essai
{people}

Et pour voir toute l'histoire, du premier contact au journal d'audit :
   {demo}
""",
    Spoken.ENGLISH: """
The system is ready: {address}   (Ctrl-C stops everything)
All data are synthetic.

1. Read the documentation
   {address}/docs

2. Get a token, good for {minutes} minutes
   TOKEN=$({command} token --as "{agent}")

3. Make the first call: register a person, without a name
   {call}

4. Try the pages, in a browser on this machine
   {pages}   to enter: {pages}/essai
{people}

And to see the whole story, from the first meeting to the audit log:
   {demo} --lang en
""",
}
_NO_PIN = {Spoken.FRENCH: "sans code", Spoken.ENGLISH: "no code"}
_CALL = """curl -s {address}/v1/cases -H "Authorization: Bearer $TOKEN" \\
     -H "Idempotency-Key: $(date +%s)" -H "Content-Type: application/json" \\
     -d '{{"sex":"female","age_band":"18_24","region":"BAMAKO","languages":["bam"]}}'"""


def welcome_when_ready(settings: Settings, port: int, lang: Spoken) -> None:
    """Print the instructions once the service is ready, from a thread of their own."""
    arguments = (settings, port, lang)
    threading.Thread(target=_welcome, args=arguments, daemon=True).start()


def _welcome(settings: Settings, port: int, lang: Spoken) -> None:
    here = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if _is_ready(here, port):
            typer.echo(_write(settings, here, port, lang))
            sys.stdout.flush()
            return
        time.sleep(0.05)


def _is_ready(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _write(settings: Settings, host: str, port: int, lang: Spoken) -> str:
    address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    command = _command(settings)
    demo = f"{command} demo" + ("" if port == settings.port else f" --url {address}")
    return _WORDS[lang].format(
        address=address, command=command, agent=FIRST_AGENT, demo=demo,
        minutes=int(settings.token_lifetime.total_seconds() // 60),
        call=_CALL.format(address=address), pages=f"http://localhost:{port}/bureau",
        people="\n".join(_people(lang)),
    )  # fmt: skip


def _people(lang: Spoken) -> Iterator[str]:
    """Tell an invented agent of each role, with its PIN if it has one; each agent once."""
    told = set()
    for role in RoleName:
        human = next((each for each in AGENTS if role.value in each.roles), None)
        if human is None or human in told:
            continue
        told.add(human)
        label = getattr(role, lang)
        unit = organisation_of(human).short
        code = pin_of(human) if signs_in_by_pin(human) else _NO_PIN[lang]
        yield f"   {human.name}, {unit} ({label}) : {code}"


def _command(settings: Settings) -> str:
    """Return the command as it was typed, with the settings that it has to share with the service:
    another shell does not know them.
    """
    typed = sys.argv[0] if Path(sys.argv[0]).name == "referral-api" else "referral-api"
    shared = {
        "referral_data_dir": str(settings.referral_data_dir.resolve()),
        "port": str(settings.port),
        "public_url": settings.public_url,
    }
    given = [
        f"{name.upper()}={shlex.quote(value)} "
        for name, value in shared.items()
        if name in settings.model_fields_set
    ]
    return f"{''.join(given)}{shlex.quote(typed)}"
