"""What may go wrong where a service ends, or one of its workers."""

from tests.mutants.mutant import Mutant

_RESTARTS = "tests/cli/test_restarts.py::"
_TOLD = "tests/cli/test_workers_told.py::"
_METRICS = "tests/observability/test_metrics_of_nodes.py::"
_SPANS = "tests/observability/test_spans_at_the_end.py::"

RESTARTS = (
    Mutant(
        "connections that wait are reset at the end", "http/listening_socket.py",
        'if sys.platform != "linux":', "if True:",
        _RESTARTS + "test_the_end_of_a_service_resets_no_connection",
        _RESTARTS + "test_a_signal_to_parent_and_workers_at_once_resets_no_connection",
    ),
    Mutant(
        "an idle connection is closed while a request is on its way", "http/uvicorn_protocol.py",
        "_LAST_REQUEST = 1.0", "_LAST_REQUEST = 0.0",
        _RESTARTS + "test_a_request_on_its_way_to_an_idle_connection_is_answered",
    ),
    Mutant(
        "nobody hears of a dead worker", "cli/workers.py",
        '_log.error("worker.died", pid=process.pid, cause=cause)', "pass",
        _RESTARTS + "test_a_killed_worker_is_told_and_replaced",
    ),
    Mutant(
        "a silent worker looks killed by the system", "cli/workers.py",
        '"silent" if is_silent else', '"silent" if False else', _TOLD + "test_the_cause_is_told",
    ),
    Mutant(
        "a dead worker stays in the figures", "observability/metrics_folder.py",
        "if found and int(found[1]) not in living:", "if False:",
        _METRICS + "test_what_was_inside_a_killed_worker_is_inside_no_more",
    ),
    Mutant(
        "a second node wipes the metrics of the first", "observability/metrics_folder.py",
        "fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)", "pass",
        _METRICS + "test_a_second_node_on_the_data_folder_counts_for_itself",
    ),
    Mutant(
        "the last spans are lost", "main.py", "        await end_tracing()\n", "",
        _SPANS + "test_every_span_survives_sigterm",
    ),
)  # fmt: skip
