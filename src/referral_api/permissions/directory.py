"""Permissions on the directory and on the search for a place, and the roles that hold them."""

from referral_api.permissions.types import (
    ANY_ROLE,
    FILE_KEEPERS,
    NOBODY,
    Permission,
    Role,
)


class LocationPermission(Permission):
    """Permissions on a location and its true address."""

    CORRECT = "location:correct"
    LIST = "location:list"
    OPEN_ADDRESS = "location:open_address"
    READ = "location:read"
    RECORD_ADDRESS = "location:record_address"
    REGISTER = "location:register"
    WITHDRAW = "location:withdraw"


class PlacePermission(Permission):
    """Permissions on places by unit."""

    READ = "place:read"
    UPDATE = "place:update"


class PlacementPermission(Permission):
    """Permissions on the search for a place."""

    SEARCH = "placement:search"


class RoadStatePermission(Permission):
    """Permissions on the state of a road."""

    CORRECT = "road_state:correct"
    LIST = "road_state:list"
    READ = "road_state:read"
    REGISTER = "road_state:register"
    WITHDRAW = "road_state:withdraw"


class ServicePermission(Permission):
    """Permissions on a service."""

    CORRECT = "service:correct"
    LIST = "service:list"
    READ = "service:read"
    REGISTER = "service:register"
    WITHDRAW = "service:withdraw"


class UnmetNeedPermission(Permission):
    """Permissions on an unmet need."""

    LIST = "unmet_need:list"
    RECORD = "unmet_need:record"


_KEEPING = frozenset({Role.INTAKE_OFFICER, Role.SUPERVISOR})
_COORDINATION = frozenset({Role.COORDINATOR})
# Who brings a person there, or fetches one.
_TRAVELLING = FILE_KEEPERS | {Role.INTAKE_OFFICER}
_SEARCHING = _TRAVELLING | _COORDINATION | {Role.MAGISTRATE, Role.IDENTIFICATION_AUTHORITY}

HOLDERS: dict[Permission, frozenset[Role]] = {
    LocationPermission.CORRECT: _KEEPING,
    LocationPermission.LIST: ANY_ROLE,
    LocationPermission.OPEN_ADDRESS: _TRAVELLING,
    LocationPermission.READ: ANY_ROLE,
    LocationPermission.RECORD_ADDRESS: _KEEPING,
    LocationPermission.REGISTER: _KEEPING,
    LocationPermission.WITHDRAW: _KEEPING,
    PlacePermission.READ: ANY_ROLE,
    PlacePermission.UPDATE: _KEEPING | {Role.PARTNER_SYSTEM},
    PlacementPermission.SEARCH: _SEARCHING,
    RoadStatePermission.CORRECT: _COORDINATION,
    RoadStatePermission.LIST: ANY_ROLE,
    RoadStatePermission.READ: ANY_ROLE,
    RoadStatePermission.REGISTER: _COORDINATION,
    RoadStatePermission.WITHDRAW: _COORDINATION,
    ServicePermission.CORRECT: _KEEPING,
    ServicePermission.LIST: ANY_ROLE,
    ServicePermission.READ: ANY_ROLE,
    ServicePermission.REGISTER: _KEEPING,
    ServicePermission.WITHDRAW: _KEEPING,
    UnmetNeedPermission.LIST: _SEARCHING,
    UnmetNeedPermission.RECORD: NOBODY,
}
