"""Who asks for pages: agents with an open session, and units with a device and a PIN."""

import asyncio
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlencode

import httpx
import psycopg
from uuid_utils.compat import uuid7

from bench.dataset import INTAKE, Speaker
from bench.place import Place
from referral_api.security.pin_hash import PinHash, PinHasher, PinKeys

PIN = "284093"
_BASE = "http://127.0.0.1:{port}"
_SESSION = """
INSERT INTO agent_session (id, agent_id, organisation_id, way, status, cookie_digest, locks_at,
    expires_at, version)
VALUES (%s, %s, %s, 'passkey', 'open', %s, now() + interval '8 hours', now() + interval '8 hours',
    1)
"""
_DEVICE = """
INSERT INTO unit_device (id, organisation_id, status, name, has_printer, code_until,
    invited_by_agent_id, registered_at, unused_until, ends_at, version)
VALUES (%s, %s, 'registered', 'Telephone', false, now(), %s, now(), now() + interval '90 days',
    now() + interval '300 days', 1)
"""
_COOKIE = "INSERT INTO device_cookie (digest, device_id, organisation_id) VALUES (%s, %s, %s)"
_PIN = """
INSERT INTO agent_pin (agent_id, organisation_id, key_id, hash, set_by_agent_id, version)
VALUES (%s, %s, %s, %s, %s, 1)
"""
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
_KEY = re.compile(r'name="key" value="([^"]+)"')


@dataclass
class Browser:
    """The cookies of a browser, and its connection."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=_BASE.format(port=self.port), timeout=60)

    def get(self, path: str) -> str:
        """Ask for a page; fail unless it is shown."""
        answer = self.http.get(path, headers=self._headers())
        self._keep(answer)
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
        return answer.text

    def post(self, path: str, **fields: str) -> str:
        """Send a form; return where it leads, and fail unless it does."""
        sent = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = self.http.post(path, content=urlencode(fields), headers=self._headers() | sent)
        self._keep(answer)
        if answer.status_code != 303:
            raise SystemExit(f"{path}: {answer.status_code} {answer.text[-400:]}")
        return answer.headers["location"]

    def _headers(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Accept-Language": "fr"}

    def _keep(self, answer: httpx.Response) -> None:
        # By hand: a client keeps no cookie for https that came over plain http.
        for line in answer.headers.get_list("set-cookie"):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0].strip('"')


def form_of(page: str) -> dict[str, str]:
    """Return the token and the key that the forms of a page carry."""
    (token, *_), keys = _TOKEN.findall(page), _KEY.findall(page)
    return {"csrf": token} | ({"key": keys[0]} if keys else {})


def signed_in(at: Place, port: int, speakers: list[Speaker]) -> dict[Speaker, Browser]:
    """Open a session of each agent."""
    made = {}
    with _without_guards(at, "agent_session") as owner:
        for speaker in speakers:
            cookie = secrets.token_urlsafe(32)
            digest = hashlib.sha256(cookie.encode()).digest()
            owner.execute(_SESSION, (uuid7(), speaker.agent_id, speaker.organisation_id, digest))
            made[speaker] = Browser(port, {"__Host-seance": cookie})
    return made


def unit_devices(at: Place, port: int) -> dict[Speaker, Browser]:
    """Register a device of each shelter, and give its agent a PIN."""
    made = {}
    pins = asyncio.run(_hashes(at))
    with _without_guards(at, "unit_device", "device_cookie", "agent_pin") as owner:
        for speaker in INTAKE:
            device, cookie, pin = uuid7(), secrets.token_urlsafe(32), pins[speaker]
            home, agent = speaker.organisation_id, speaker.agent_id
            owner.execute(_DEVICE, (device, home, agent))
            owner.execute(_COOKIE, (hashlib.sha256(cookie.encode()).digest(), device, home))
            owner.execute(_PIN, (agent, home, pin.key_id, pin.text, agent))
            made[speaker] = Browser(port, {"__Host-appareil": cookie})
    return made


async def _hashes(at: Place) -> dict[Speaker, PinHash]:
    hasher = PinHasher(PinKeys.read(at.folder / "keys"))
    made = {speaker: await hasher.hash(speaker.agent_id, PIN) for speaker in INTAKE}
    hasher.close()
    return made


def _without_guards(at: Place, *tables: str) -> "psycopg.Connection[tuple[object, ...]]":
    """Connect to write rows that no act has made: the guard of events is off for them."""
    superuser = psycopg.connect(at.server.url("postgres"), autocommit=True)
    for table in tables:
        superuser.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    return superuser
