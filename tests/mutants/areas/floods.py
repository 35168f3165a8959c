"""What may go wrong where many requests come: the audit log is filled, or an honest caller shut
out.
"""

from tests.mutants.mutant import Mutant

_ANONYMOUS = "tests/http/test_anonymous_refusals.py::"
_SAMPLE = "tests/http/test_refusal_sample.py::"

ANONYMOUS = (
    Mutant(
        "an unknown caller files a refusal under the case that it names", "http/denial_audit.py",
        'permission.partition(":")[0],\n                outcome=outcome, code=refusal.code, '
        "known=False,",
        'permission.partition(":")[0],\n                case_id=_path_id(request, "case_id"), '
        "outcome=outcome, code=refusal.code, known=False,",
        _ANONYMOUS
        + "test_no_refusal_of_an_unknown_caller_is_filed_under_what_the_address_names",
    ),
    Mutant(
        "the refusal of an unknown caller names an actor", "http/denial_audit.py",
        "code=refusal.code, known=False,", "code=refusal.code,",
        _ANONYMOUS
        + "test_no_refusal_of_an_unknown_caller_is_filed_under_what_the_address_names",
    ),
    Mutant(
        "anybody fills the audit log", "http/denial_audit.py",
        "taken = sample.takes(RefusalKind.of(permission, refusal), group)",
        "taken = sample.takes(RefusalKind.of(permission, refusal), group) or True",
        _ANONYMOUS + "test_a_flood_is_sampled_and_hides_no_failure_of_another_kind",
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
