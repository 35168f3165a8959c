"""What a caller can do about each problem, in a sentence. The French is in contract.po."""

from referral_api.errors import ServiceError

# By the code, or else by the status.
ADVICE = {
    "unavailable": (
        "Wait as `Retry-After` says, then longer each time, and send the same request with the same"
        " key."
    ),
    "idempotency-key-in-use": (
        "A copy of your request still runs. Wait a second, then send the same request with the same"
        " key."
    ),
    "idempotency-key-reused": (
        "Your system has used one key for two different requests. Send a new key for each change"
        " that you intend."
    ),
    "stale-version": (
        "Read the resource again, let the user decide again, and send the new `ETag` with a new"
        " key."
    ),
    "invalid-transition": (
        "Another request was faster, or a limit has passed. `current_state` and `allowed_events`"
        " say what is possible now."
    ),
    "invalid-token": (
        "Ask for a new token once. If the reply stays the same, the agent or the system is not"
        " active."
    ),
    "session-ended": "Sign in again: a form that was under way is kept for a while.",
    "session-locked": "Prove who you are, as the same agent.",
    "sign-in-refused": "Try again with care, or ask your supervisor.",
    "proof-needed": "Prove once more who you are; then the act is done.",
    "invalid-cursor": "Begin the list again without a cursor.",
    "cursor-before-restore": (
        "Begin the list again without a cursor, and compare: what was done shortly before the"
        " restore may be gone, and events come again."
    ),
    "malformed-input": (
        "`errors` says for each place what is wrong there. Correct it before you send again."
    ),
    "consent-missing": "`uncovered` says what no consent covers. Ask the person first.",
    "already-imported": (
        "`import_id` names that import. If the file is of other people all the same, send it with"
        " `again=true`."
    ),
    "report-too-large": "Ask for a shorter period, or shorten the texts of the report.",
    "report-tools-missing": (
        "Ask for JSON or CSV, or let the operator install `referral-api[reports]`."
    ),
    "report-not-typeset": (
        "Ask again later, or for a shorter period. JSON and CSV take no typesetting."
    ),
    "not-found": "The address is wrong, or the record is out of your sight.",
    "400": "Correct the request before you send it again.",
    "401": "Sign new assertions: each is valid once, and for a minute at most.",
    "403": "Another role or organisation may do this.",
    "405": "`Allow` names the methods of this address.",
    "406": "Ask for a form that the contract names for this address, or leave `Accept` out.",
    "408": "Send the request again, whole: nothing was done. On a slow line, send less at once.",
    "409": "Read the resource again: the present state does not allow this.",
    "413": "Send less at once.",
    "422": "Correct the request before you send it again.",
    "428": "Read the resource, and send its `ETag` as `If-Match`.",
    "429": (
        "Wait as many seconds as `Retry-After` says, and send the same request with the same key."
    ),
    "431": "Send fewer or shorter headers.",
    "500": "Report the `request_id` to the operator. Do not send the request again unchanged.",
}


def advice_for(error: type[ServiceError]) -> str:
    """Return what a caller can do about this problem."""
    return ADVICE.get(error.code) or ADVICE[str(error.status)]
