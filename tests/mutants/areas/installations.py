"""What may go wrong where an operator rotates a key or restores a backup."""

from tests.mutants.mutant import Mutant

_ROTATION = "tests/cli/test_key_rotation.py::"
_RING = "tests/security/test_key_ring.py::"
_VAULT = "tests/cli/test_rewrapping.py::"
_RESTORED = "tests/cli/test_restored.py::"
_TWICE = _ROTATION + "test_a_retry_across_the_rotation_replays_and_is_never_done_twice"

KEYS = (
    Mutant(
        "a retry made before the rotation is done again after it", "http/idempotency.py",
        "digests = tuple(_Digest.of(secrets, key, whole) for secrets in known.by_age)",
        "digests = tuple(_Digest.of(secrets, key, whole) for secrets in (known.in_use,))"
        " * len(known.by_age)",
        _TWICE,
    ),
    Mutant(
        "a server that has the successor stores what the others do not find", "http/idempotency.py",
        "in_use = digests[known.by_age.index(known.in_use)]", "in_use = digests[-1]",
        _TWICE,
    ),
    Mutant(
        "two at once over two differently keyed servers do it twice", "http/idempotency_records.py",
        "    held = [func.pg_try_advisory_xact_lock(_lock(key)) for key in keys]",
        "    held = [func.pg_try_advisory_xact_lock(_lock(key)) for key in keys[-1:]]",
        _ROTATION + "test_two_at_once_over_two_differently_keyed_nodes_do_it_once",
    ),
    Mutant(
        "a token is refused by the servers that have not changed yet", "security/key_ring.py",
        "step = Step.ADDED", "step = Step.ADDED\n            self.following.replace(self.current)",
        _ROTATION + "test_nodes_accept_each_others_tokens_while_the_signing_key_is_rotated",
    ),
    Mutant(
        "a key is dropped while what it made is in use", "security/key_ring.py",
        "if datetime.now(UTC) < until:", "if False:",
        _RING + "test_the_predecessor_is_not_dropped_while_what_it_made_is_in_use",
    ),
    Mutant(
        "a wrapping key is dropped while a person needs it", "database/wrapped_keys.py",
        "if row is None or row[0]:", "if row is None:",
        _VAULT + "test_every_key_is_wrapped_anew_beside_nodes_that_read_and_record",
    ),
    Mutant(
        "a server that missed the rotation seals what nobody can open", "database/wrapped_keys.py",
        "    connection.execute(_DROP, (list(names),))\n", "",
        _VAULT + "test_a_dropped_key_is_needed_by_no_row_and_never_will_be",
    ),
)  # fmt: skip

RESTORES = (
    Mutant(
        "a cursor of before a restore skips what is new", "http/pagination.py",
        "raise CursorBeforeRestore", "pass",
        _RESTORED
        + "test_after_a_restore_old_cursors_are_refused_and_a_new_start_skips_nothing",
    ),
    Mutant(
        "a server that runs through a restore goes on with old cursors", "database/generation.py",
        "if transaction.begin_status != _CONFIRMED:", "if False:",
        _RESTORED
        + "test_after_a_restore_old_cursors_are_refused_and_a_new_start_skips_nothing",
    ),
    Mutant(
        "events stay hidden until the counter has reached them", "database/restoring.py",
        "renumbered = connection.execute(_WITH_PLACED + _RENUMBER).rowcount", "renumbered = 0",
        _RESTORED
        + "test_after_a_restore_old_cursors_are_refused_and_a_new_start_skips_nothing",
    ),
)  # fmt: skip
