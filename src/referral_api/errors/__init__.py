"""Every expected failure, by area: its status, its stable code and its message."""

from referral_api.errors.access import Forbidden as Forbidden
from referral_api.errors.access import InvalidToken as InvalidToken
from referral_api.errors.access import NotFound as NotFound
from referral_api.errors.access import SecondPersonNeeded as SecondPersonNeeded
from referral_api.errors.consent import ConsentMissing as ConsentMissing
from referral_api.errors.identification import IncompleteGrounds as IncompleteGrounds
from referral_api.errors.protection import NoCapacity as NoCapacity
from referral_api.errors.requests import BodyTooLarge as BodyTooLarge
from referral_api.errors.requests import IdempotencyKeyMissing as IdempotencyKeyMissing
from referral_api.errors.requests import InternalError as InternalError
from referral_api.errors.requests import InvalidCursor as InvalidCursor
from referral_api.errors.requests import KeyInUse as KeyInUse
from referral_api.errors.requests import KeyReused as KeyReused
from referral_api.errors.requests import MalformedInput as MalformedInput
from referral_api.errors.requests import MethodNotAllowed as MethodNotAllowed
from referral_api.errors.requests import StaleVersion as StaleVersion
from referral_api.errors.requests import Unavailable as Unavailable
from referral_api.errors.requests import VersionMissing as VersionMissing
from referral_api.errors.states import AlreadyExists as AlreadyExists
from referral_api.errors.states import Conflict as Conflict
from referral_api.errors.states import InvalidTransition as InvalidTransition
from referral_api.errors.tokens import InvalidClient as InvalidClient
from referral_api.errors.tokens import InvalidGrant as InvalidGrant
from referral_api.errors.tokens import InvalidRequest as InvalidRequest
from referral_api.errors.tokens import UnsupportedGrantType as UnsupportedGrantType
from referral_api.errors.types import ServiceError as ServiceError
