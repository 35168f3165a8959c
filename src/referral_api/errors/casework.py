"""Refusals of a call that nobody can have been called back on, and of an import made before."""

from referral_api.errors.states import Conflict


class AlreadyImported(Conflict):
    """``import_id`` names the import that took the same file in."""

    code = "already-imported"
    title = "Your organisation has imported this file before."


class NoDutyTelephone(Conflict):
    code = "no-duty-telephone"
    title = "The receiver has no duty telephone, on which it could have been called back."
