"""What may go wrong where many requests come: the audit log is filled, or an honest caller shut
out.
"""

from tests.mutants.mutant import Mutant

_AT_SIGN_IN = "tests/pages/sign_in/test_floods.py::"
_ANONYMOUS = "tests/http/test_anonymous_refusals.py::"
_SAMPLE = "tests/http/test_refusal_sample.py::"
_LIMITS = "tests/http/test_call_limits.py::"
_TABLE = "tests/http/test_arrival_table.py::"
_WORKERS = "tests/http/test_limits_of_workers.py::"

ANONYMOUS = (
    Mutant(
        "an unknown caller files a refusal under the case that it names", "http/denial_audit.py",
        "transaction, permission, subject, outcome=outcome, code=code, known=False",
        "transaction, permission, subject, outcome=outcome, code=code, known=False, "
        'case_id=_path_id(request, "case_id")',
        _ANONYMOUS
        + "test_no_refusal_of_an_unknown_caller_is_filed_under_what_the_address_names",
    ),
    Mutant(
        "the refusal of an unknown caller names an actor", "http/denial_audit.py",
        "outcome=outcome, code=code, known=False", "outcome=outcome, code=code",
        _ANONYMOUS
        + "test_no_refusal_of_an_unknown_caller_is_filed_under_what_the_address_names",
    ),
    Mutant(
        "anybody fills the audit log", "http/denial_audit.py",
        "taken = sample.takes(RefusalKind.of(permission, refusal), group)",
        "taken = sample.takes(RefusalKind.of(permission, refusal), group) or True",
        _ANONYMOUS + "test_a_flood_is_sampled_and_hides_no_failure_of_another_kind",
        _AT_SIGN_IN + "test_of_refusals_of_nobody_the_first_of_a_minute_are_events",
    ),
    Mutant(
        "anybody fills the table of tries", "domain/network/sign_in/factors/checking.py",
        "_OF_NOBODY = 2", "_OF_NOBODY = 32",
        _AT_SIGN_IN + "test_names_without_an_account_are_counted_in_a_bounded_number_of_rows",
    ),
    Mutant(
        "guesses of passwords take the places of all requests", "security/hash_thread.py",
        "if not self._places:", "if False:",
        _AT_SIGN_IN + "test_a_flood_of_passwords_is_told_to_wait_before_it_is_counted_and_holds_up"
        "_no_other",
    ),
    Mutant(
        "a flood hides every other failure", "http/refusal_sample.py",
        "place = (kind, source)", "place = (list(self._taken)[0][0] if self._taken else kind, 0)",
        _ANONYMOUS + "test_a_flood_is_sampled_and_hides_no_failure_of_another_kind",
        _ANONYMOUS + "test_a_flood_from_one_address_hides_no_failure_of_another",
    ),
    Mutant(
        "an attacker learns whose group it shares", "http/refusal_sample.py",
        "hash((self._salt, address and subscriber(address)))",
        "hash(address and subscriber(address))",
        _SAMPLE + "test_addresses_share_a_few_groups_that_nobody_can_choose",
    ),
    Mutant(
        "an old server shuts an agent out as inactive", "http/denial_audit.py",
        'if not taken and refusal.reason != "inactive":', "if not taken:",
        _ANONYMOUS
        + "test_an_agent_is_not_called_inactive_by_a_server_that_can_commit_nothing",
    ),
    Mutant(
        "the sample ends for ever with its first minute", "http/refusal_sample.py",
        "        self._taken.clear()\n", "",
        _SAMPLE + "test_it_begins_anew_by_itself",
    ),
)  # fmt: skip

LIMITS = (
    Mutant(
        "an agent asks without end", "http/callers.py",
        "    process.call_limits.count_request(actor)\n", "",
        _LIMITS + "test_an_agent_waits_as_long_as_it_is_told_and_no_other_agent_waits",
    ),
    Mutant(
        "a partner system gets around the limits by many agents", "http/call_limits.py",
        'self._limits(("agent", agent), ("client", client))',
        'self._limits(("agent", agent))',
        _LIMITS + "test_agents_of_a_client_share_its_limit_and_those_of_others_do_not",
    ),
    Mutant(
        "anybody uses up the tokens of a client that it names", "routers/network/tokens.py",
        "    client = await operations.prove_client(process.database,",
        "    from uuid import UUID\n"
        "    from referral_api.security import peek_issuer\n"
        "    process.call_limits.count_token(UUID(peek_issuer(form.client_assertion)))\n"
        "    client = await operations.prove_client(process.database,",
        _LIMITS + "test_who_is_not_proven_uses_up_nothing",
    ),
    Mutant(
        "a client gets tokens without end", "routers/network/tokens.py",
        "    process.call_limits.count_token(client.client_id)\n", "",
        _LIMITS + "test_tokens_of_a_client_have_a_limit_of_their_own",
    ),
    Mutant(
        "whoever waits as long as it is told is refused again", "http/call_limits.py",
        "math.ceil(wait / 1e9)", "int(wait / 1e9)",
        _LIMITS + "test_an_agent_waits_as_long_as_it_is_told_and_no_other_agent_waits",
    ),
    Mutant(
        "a caller that was refused waits ever longer", "http/arrival_table.py",
        "        if not longest:\n", "        if True:\n",
        _TABLE + "test_the_wait_is_as_long_as_it_takes_and_no_longer",
    ),
    Mutant(
        "an idle caller loses what it may ask at once", "http/arrival_table.py",
        "            arrival = now\n", "            arrival = now + burst - interval\n",
        _TABLE + "test_a_burst_is_served_and_then_the_rate",
    ),
    Mutant(
        "a caller takes the slot of one that still waits", "http/arrival_table.py",
        "if free is None and not now < self._arrivals[slot] <= now + _HORIZON:",
        "if free is None:",
        _TABLE + "test_a_slot_is_given_to_another_only_when_its_time_is_past",
    ),
    Mutant(
        "a crowded table shuts callers out", "http/arrival_table.py",
        "                self.crowded += 1\n                continue\n",
        "                return asked.rate.interval, place\n",
        _TABLE + "test_callers_for_whom_there_is_no_slot_are_let_through_and_counted",
    ),
    Mutant(
        "a table of before a restart locks everybody out", "http/arrival_table.py",
        " and now < self._arrivals[slot] <= now + burst:", ":",
        _TABLE + "test_a_table_of_another_time_locks_nobody_out",
    ),
    Mutant(
        "each worker counts for itself", "settings.py",
        'return None if self.workers == 1 else self.referral_data_dir / "limits"', "return None",
        _WORKERS + "test_two_workers_keep_one_limit",
    ),
    Mutant(
        "whoever does not wait fills the audit log", "http/denial_audit.py",
        "if isinstance(refusal, TooManyRequests):", "if False:",
        _LIMITS + "test_the_first_refusal_of_each_minute_and_agent_is_recorded",
    ),
    Mutant(
        "everybody chooses the address that it is counted under", "cli/running.py",
        "proxy_headers=bool(settings.trusted_proxies),\n"
        "        forwarded_allow_ips=[str(network) for network in settings.trusted_proxies],",
        'proxy_headers=True,\n        forwarded_allow_ips="*",',
        _WORKERS + "test_a_forwarded_address_is_believed_from_a_trusted_proxy_alone",
    ),
)  # fmt: skip
