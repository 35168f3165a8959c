"""What the operator does to the whole installation; commands do it, and no request."""

from referral_api.permissions.types import NOBODY, Permission, Role


class InstallationPermission(Permission):
    """Acts of the operator."""

    RESTORE = "installation:restore"
    REWRAP = "installation:rewrap"


HOLDERS: dict[Permission, frozenset[Role]] = {
    InstallationPermission.RESTORE: NOBODY,
    InstallationPermission.REWRAP: NOBODY,
}
