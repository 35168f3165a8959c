"""What may go wrong with callers: a token, a cursor or a version that is not good is accepted."""

from tests.mutants.mutant import Mutant

_FORGED = "tests/security/test_forged_tokens.py::test_a_forged_or_odd_token_is_refused"
_PLAIN = "tests/security/test_plain_tokens.py::"
_KEYS = "tests/security/test_keysets.py::"
_TOKENS = "tests/api/network/test_tokens.py::"
_RESOLVER = "tests/domain/network/agents/test_actor_resolver.py::"
_CURSORS = "tests/http/test_pagination.py::"
_RESOLVING = "domain/network/agents/actor_resolver.py"

TOKENS = (
    Mutant(
        "a used assertion of a partner system is accepted", "domain/network/tokens/operations.py",
        "if not await queries.use_up(transaction, client.client_id, client.assertion):",
        "if False:",
        _TOKENS + "test_an_assertion_is_good_for_one_token",
    ),
    Mutant(
        "a used assertion of an agent is accepted", "domain/network/tokens/operations.py",
        " or not await queries.use_up(transaction, client.client_id, claims)", "",
        _TOKENS + "test_an_assertion_is_good_for_one_token",
    ),
    Mutant(
        "a token for another service is accepted", "security/claims.py",
        ' or not _is_for(expected, claims.get("aud"))', "", _FORGED,
    ),
    Mutant(
        "a token of another issuer is accepted", "security/claims.py",
        'claims.get("iss") != expected.issuer or ', "", _FORGED,
    ),
    Mutant(
        "a token chooses its algorithm and is believed without a signature", "security/tokens.py",
        "if header.algorithm != algorithm or",
        "if header.algorithm != algorithm:\n        return peek_claims(token)\n    if",
        _FORGED,
    ),
    Mutant(
        "a signature is not checked", "security/tokens.py",
        "algorithms=[algorithm])", "algorithms=[algorithm], verify=False)", _FORGED,
    ),
    Mutant(
        "the tokens of every issuer are plain", "security/token_sources.py",
        "return check_header(members, _TYPES) if self._plain is None else ", "return ",
        _PLAIN + "test_each_shape_is_accepted_where_the_operator_says_so_and_nowhere_else",
    ),
    Mutant(
        "an ID token passes for an access token", "security/plain_tokens.py",
        "if claims.keys() & _OF_OTHER_TOKENS:", "if False:",
        _PLAIN + "test_a_token_with_a_claim_of_another_kind_is_refused_though_it_has_the_mark",
    ),
    Mutant(
        "a plain token needs no mark", "security/plain_tokens.py",
        "if not words or (plain.value is not None and plain.value not in words):", "if False:",
        _PLAIN + "test_a_token_without_the_mark_is_refused",
    ),
    Mutant(
        "a list of nothing is a mark", "security/plain_tokens.py",
        "if isinstance(word, str) and word.strip()]", "]",
        _PLAIN + "test_a_mark_that_holds_no_word_is_none",
    ),
    Mutant(
        "a critical member of a header is ignored", "security/plain_tokens.py",
        "if members.keys() & _NEVER_IGNORED:", "if False:",
        _PLAIN + "test_a_critical_header_member_is_refused_everywhere",
    ),
    Mutant(
        "a token is bad because its issuer is away", "security/verify.py",
        "if any(source.is_away and", "if any(False and",
        _KEYS + "test_a_token_of_an_issuer_that_was_never_reached_is_neither_good_nor_bad",
    ),
    Mutant(
        "an expired token is accepted", "security/claims.py",
        "if expires <= present:", "if False:", _FORGED,
    ),
    Mutant(
        "an expired token is accepted because it was once good", "security/verify.py",
        "expired = found.claims.expires_at <= self._clock()", "expired = False",
        "tests/security/test_tokens.py::"
        "test_a_token_is_refused_at_the_second_it_expires_though_it_was_remembered",
    ),
    Mutant(
        "a disabled agent is trusted for ever", _RESOLVING,
        "if actor is None or age >= 2 * self._trusted_for:", "if actor is None:",
        _RESOLVER + "test_an_actor_older_than_two_periods_is_not_used",
    ),
    Mutant(
        "a disabled agent is remembered after it was found out", _RESOLVING,
        "self._known.pop(caller, None)", "pass",
        _RESOLVER + "test_an_actor_that_is_due_is_looked_up_in_the_background_and_then_refused",
    ),
    Mutant(
        "a disabled agent is looked up as active", _RESOLVING,
        'col(Agent.id) == bindparam("agent_id"), col(Agent.active),',
        'col(Agent.id) == bindparam("agent_id"),',
        _TOKENS + "test_a_deactivated_caller_gets_no_token_and_its_tokens_are_refused",
    ),
)  # fmt: skip

CURSORS = (
    Mutant(
        "the cursor of another caller is accepted", "http/pagination.py",
        "{actor.organisation_id}|{actor.agent_id}|{actor.client_id}|", "{actor.organisation_id}|",
        _CURSORS + "test_a_cursor_of_another_caller_list_or_filter_is_refused",
    ),
    Mutant(
        "a cursor that nobody made is accepted", "http/pagination.py",
        "if not any(hmac.compare_digest(seal, one) for one in known):", "if False:",
        _CURSORS + "test_a_cursor_of_another_caller_list_or_filter_is_refused",
    ),
    Mutant(
        "a cursor is good for a list with other filters", "http/request_context.py",
        'f"{self.permission}|as recorded|{self.filters!r}"', "str(self.permission)",
        _CURSORS + "test_a_cursor_of_another_caller_list_or_filter_is_refused",
    ),
)  # fmt: skip

VERSIONS = (
    Mutant(
        "a change to a version that is no longer there is made", "domain/versions.py",
        "if named != current:", "if False:",
        "tests/api/identification/test_cases.py::test_a_change_names_the_version_it_saw",
    ),
    Mutant(
        "a step is taken on a version that is no longer there", "domain/records/records.py",
        "check_version(version, seen)", "pass",
        "tests/http/test_idempotency.py::test_a_request_that_failed_leaves_its_key_free",
    ),
    Mutant(
        "a withdrawal counts on a version that is no longer there",
        "domain/casework/consent_withdrawal.py",
        "check_version(version, ended.version - 1)", "pass",
        "tests/api/consent/test_consents.py::test_a_withdrawal_names_the_version_it_saw",
    ),
)  # fmt: skip
