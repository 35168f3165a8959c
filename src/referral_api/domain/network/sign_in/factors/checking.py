"""Checking a password with a code: count the try, compare in a thread, then spend the code.

Name, password and code are one try: nothing tells which of them was wrong. As for PINs, a try is
counted once a thread is free for it, and no transaction is open while the hash is made.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, Uuid, bindparam, delete, update
from sqlmodel import col

from referral_api.database.database import Database, system_actor
from referral_api.database.statements import Row, Statement
from referral_api.database.transaction import Transaction
from referral_api.domain.codelists.sign_in import SignInRefusal, SignInWay
from referral_api.domain.network.agents.actor_resolver import NOBODY
from referral_api.domain.network.sign_in.devices.codes import read_code
from referral_api.domain.network.sign_in.events import record_for, record_refusal
from referral_api.domain.network.sign_in.factors.authenticator import find_step
from referral_api.domain.network.sign_in.factors.choosing import LONGEST, read_name, read_password
from referral_api.domain.network.sign_in.factors.people import find_by_id, find_by_name
from referral_api.domain.network.sign_in.factors.tables import AgentPassword, RecoveryCode
from referral_api.domain.network.sign_in.factors.tries import count_try, forget_tries
from referral_api.domain.network.sign_in.limits import SignInLimits
from referral_api.errors import SignInRefused
from referral_api.permissions import Actor, FactorPermission
from referral_api.security.pin_hash import PinHash, PinHasher

_SPEND_STEP = Statement(
    update(AgentPassword)
    .where(
        col(AgentPassword.agent_id) == bindparam("of_agent", type_=Uuid),
        col(AgentPassword.version) == bindparam("seen_version"),
        col(AgentPassword.last_step) < bindparam("step", type_=BigInteger),
    )
    .values(last_step=bindparam("step", type_=BigInteger))
    .returning(col(AgentPassword.agent_id))
)
_SPEND_CODE = Statement(
    delete(RecoveryCode)
    .where(
        col(RecoveryCode.digest) == bindparam("digest", type_=LargeBinary),
        col(RecoveryCode.agent_id) == bindparam("of_agent", type_=Uuid),
    )
    .returning(col(RecoveryCode.agent_id))
)
_RENEW = Statement(
    update(AgentPassword)
    .where(
        col(AgentPassword.agent_id) == bindparam("of_agent", type_=Uuid),
        col(AgentPassword.version) == bindparam("seen_version"),
    )
    .values(
        key_id=bindparam("new_key_id"), hash=bindparam("new_hash"),
        totp_sealed=bindparam("new_sealed", type_=LargeBinary),
    )
)  # fmt: skip
# Names without an account are counted under so many bytes of a keyed digest: whatever is guessed,
# the table gets no more than 65,536 rows of them.
_OF_NOBODY = 2


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed. ``agent_id`` stands for the name, where it is known who must prove it;
    ``browser`` is the cookie of a browser in which somebody has signed in.
    """

    name: str
    password: str
    code: str
    agent_id: UUID | None = None
    browser: str = ""


@dataclass(frozen=True, slots=True)
class PersonProof:
    """An agent has proved its password, of this version, and a code."""

    agent_id: UUID
    organisation_id: UUID
    password_version: int


async def check_password(
    database: Database, hasher: PinHasher, limits: SignInLimits, given: Given
) -> PersonProof:
    """Check a password and its code. SignInRefused if they open nothing; with an event, if they
    were meant for somebody's account.
    """
    keys, way, right = hasher.keys.factors, limits.way(SignInWay.PASSWORD), False
    async with hasher.turn() as turn:
        async with database.transaction(NOBODY, "system") as transaction:
            person = await _find(transaction, given)
            bucket = keys.bucket(_whose(hasher, given, person))
            refused = await count_try(transaction, way, bucket)
        stored, renewed = _stored(person), None
        agent_id = person["id"] if person else UUID(int=0)
        if refused is None:
            right = await turn.verify(agent_id, mixed(given.password), stored)
        if right and stored is not None and hasher.is_outdated(stored):
            renewed = await turn.hash(agent_id, mixed(given.password))
    if person is None:
        raise refused or SignInRefused(reason=SignInRefusal.UNKNOWN)
    nobody = system_actor(person["organisation_id"])
    async with database.transaction(nobody, "system") as transaction:
        if refused is None:
            refused = await _judge(transaction, hasher, limits, person, given, right=right)
        if refused is None:
            await forget_tries(transaction, bucket)
            if renewed is not None:
                await _renew(transaction, hasher, person, renewed)
        else:
            await record_refusal(transaction, refused, person["id"])
    if refused is not None:
        raise refused
    return PersonProof(person["id"], person["organisation_id"], person["password_version"])


def mixed(password: str) -> str:
    """Return what is hashed: no password is a PIN, even of the same characters."""
    return f"password|{read_password(password)[: LONGEST + 1]}"


async def _find(transaction: Transaction, given: Given) -> Row | None:
    if given.agent_id is not None:
        return await find_by_id(transaction, given.agent_id)
    return await find_by_name(transaction, read_name(given.name))


def _whose(hasher: PinHasher, given: Given, person: Row | None) -> str:
    if person is None:
        named = hasher.keys.factors.bucket(f"{given.agent_id or read_name(given.name)}")
        return f"nobody|{named[:_OF_NOBODY].hex()}"
    browser = hasher.keys.factors.read_browser(given.browser, person["id"])
    return f"password|{person['id']}|{browser or 'elsewhere'}"


def _stored(person: Row | None) -> PinHash | None:
    if person is None or person["hash"] is None:
        return None
    return PinHash(person["key_id"], person["hash"])


async def _judge(
    transaction: Transaction, hasher: PinHasher, limits: SignInLimits, person: Row, given: Given,
    *, right: bool,
) -> SignInRefused | None:  # fmt: skip
    """Say why what was compared opens nothing; None, with the code spent, if it does."""
    if not right:
        return SignInRefused(reason=SignInRefusal.WRONG)
    if not person["active"]:
        return SignInRefused(reason=SignInRefusal.INACTIVE)
    bucket = hasher.keys.factors.bucket(f"code|{person['id']}")
    way = limits.way(SignInWay.PASSWORD)
    if await count_try(transaction, way, bucket, doubles=True) is not None:
        # Without its end: only who has typed the right password gets here, and must not be told so.
        return SignInRefused(reason=SignInRefusal.TRIES)
    if not await _spend(transaction, hasher, person, given.code):
        return SignInRefused(reason=SignInRefusal.WRONG)
    await forget_tries(transaction, bucket)
    return None


async def _spend(transaction: Transaction, hasher: PinHasher, person: Row, typed: str) -> bool:
    """Spend a code of the authenticator, or a recovery code; False if it is none, or was used."""
    agent_id, keys = person["id"], hasher.keys.factors
    if code := read_code(typed):
        for digest in keys.code_digests(f"recovery|{agent_id}", code):
            if await transaction.one(_SPEND_CODE, digest=digest, of_agent=agent_id):
                actor = _actor(transaction, agent_id)
                await record_for(
                    transaction, actor, FactorPermission.REMOVE, "agent", agent_id,
                    SignInWay.PASSWORD,
                )  # fmt: skip
                return True
        return False
    secret = keys.open_secret(agent_id, person["totp_sealed"])
    step = find_step(secret, "".join(typed.split())) if secret else None
    if step is None:
        return False
    spent = await transaction.one(
        _SPEND_STEP, of_agent=agent_id, seen_version=person["password_version"], step=step
    )
    return spent is not None


def _actor(transaction: Transaction, agent_id: UUID) -> Actor:
    nobody = transaction.actor
    return Actor(
        nobody.organisation_id, nobody.organisation_type, agent_id, None, frozenset(), "system"
    )


async def _renew(
    transaction: Transaction, hasher: PinHasher, person: Row, renewed: PinHash
) -> None:
    keys, agent_id = hasher.keys.factors, person["id"]
    secret = keys.open_secret(agent_id, person["totp_sealed"])
    sealed = keys.seal_secret(agent_id, secret) if secret else person["totp_sealed"]
    await transaction.run(
        _RENEW, of_agent=agent_id, seen_version=person["password_version"],
        new_key_id=renewed.key_id, new_hash=renewed.text, new_sealed=sealed,
    )  # fmt: skip
