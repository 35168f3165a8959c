"""Prometheus metrics: requests, refusals, waits and durations.

Labels are route templates, methods, codes and outcomes: bounded, and never personal.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Literal

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

from referral_api.private_apis import count_in_files_of

CONTENT_TYPE = CONTENT_TYPE_LATEST
if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
    # prometheus_client asks for the process id at each count: fifteen system calls a read.
    _process = cache(os.getpid)
    os.register_at_fork(after_in_child=_process.cache_clear)
    count_in_files_of(_process)
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)

requests = Counter("referral_requests", "Requests answered.", ["method", "route", "status"])
request_seconds = Histogram(
    "referral_request_seconds", "Time from arrival to answer.", ["route"], buckets=_SECONDS
)
refusals = Counter("referral_refusals", "Requests refused, by code.", ["code"])
anonymous_refusals = Counter(
    "referral_anonymous_refusals",
    "Refusals of callers that are not known: by code, reason, and whether an event was recorded.",
    ["code", "reason", "event"],
)  # fmt: skip
throttled_requests = Counter(
    "referral_throttled_requests", "Requests answered 429, by whose limit.", ["limit"]
)
uncounted_requests = Counter(
    "referral_uncounted_requests", "Requests let through because the table of limits was crowded."
)
connections_dismissed = Counter(
    "referral_connections_dismissed",
    "Connections that were closed while they waited for a request, by why.", ["reason"],
)  # fmt: skip
inside = Gauge(
    "referral_requests_inside", "Requests at work at this moment.", multiprocess_mode="livesum"
)
pool_wait_seconds = Histogram(
    "referral_pool_wait_seconds", "Waiting for a connection, by who had to wait.", buckets=_SECONDS
)
transaction_seconds = Histogram(
    "referral_transaction_seconds", "From BEGIN to the end, by outcome.", ["outcome"],
    buckets=_SECONDS,
)  # fmt: skip
# Any worker may have read the state of the database last.
_LATEST: Literal["livemostrecent"] = "livemostrecent"
_maintenance_ended = Gauge(
    "referral_maintenance_ended_timestamp_seconds",
    "When a round of maintenance last ended, by the database's clock; 0: never.",
    multiprocess_mode=_LATEST,
)
_maintenance_failed = Gauge(
    "referral_maintenance_failed", "What the last round could not do.", multiprocess_mode=_LATEST
)
_maintenance_lag = Gauge(
    "referral_maintenance_lag_seconds",
    "How long the oldest has waited: an expiry to be written, a key or an outgoing event past its"
    " retention to be deleted, a webhook or a message about a notice to be sent, a job of the"
    " worker's queue to be done.",
    ["waiting"], multiprocess_mode=_LATEST,
)  # fmt: skip


_sent_waiting = {
    "webhooks": Gauge(
        "referral_webhooks_waiting", "Webhooks that wait to be sent, at most 10,000 are counted.",
        multiprocess_mode=_LATEST,
    ),
    "messages": Gauge(
        "referral_messages_waiting",
        "Messages about notices that wait to be sent, at most 10,000 are counted.",
        multiprocess_mode=_LATEST,
    ),
    "jobs": Gauge(
        "referral_queue_jobs", "Jobs in the worker's queue, waiting or being done.",
        multiprocess_mode=_LATEST,
    ),
}  # fmt: skip


def set_maintenance_lag(
    *, ended_at: float, failed: int, lags: Mapping[str, timedelta], waiting: Mapping[str, int]
) -> None:
    """Show the state of maintenance, and what waits for it and for the workers."""
    _maintenance_ended.set(ended_at)
    _maintenance_failed.set(failed)
    for kind, number in waiting.items():
        _sent_waiting[kind].set(number)
    for kind, lag in lags.items():
        _maintenance_lag.labels(kind).set(lag.total_seconds())


@cache
def _counting(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    # Looking a metric up by its labels costs more than counting.
    return requests.labels(method, route, status), request_seconds.labels(route)


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count an answered request."""
    counter, histogram = _counting(method, route, status)
    counter.inc()
    histogram.observe(seconds)


def count_anonymous_refusal(code: str, reason: str, event: str) -> None:
    """Count the refusal of a caller that is not known; ``event`` is recorded, left_out or none."""
    anonymous_refusals.labels(code, reason, event).inc()


_observing = cache(transaction_seconds.labels)


def observe_transaction(outcome: str, seconds: float) -> None:
    """Observe a transaction, from the acquisition of its connection to the release."""
    _observing(outcome).observe(seconds)


def expose_metrics() -> bytes:
    """Write the metrics of this worker, or of all workers if they share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
