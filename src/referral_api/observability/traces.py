"""Traces over OTLP, if an operator names a collector: one span for each request.

A span has the route, the permission and the status of a request; never a path, a query, a body or a
person.
"""

import asyncio
import os
import threading
from contextlib import AbstractContextManager, nullcontext

from opentelemetry import trace

_COLLECTOR = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_NOTHING = nullcontext()
# Seconds for the last spans at the end of a process: the collector may not answer.
_LAST_SPANS = 3.0
enabled = any(os.environ.get(name) for name in _COLLECTOR)


def configure_tracing() -> None:
    """Send spans to the collector that the standard OTEL_ variables name, if any."""
    if not enabled:
        return
    # These modules are loaded only if there is a collector.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({"service.name": "referral-api"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


async def end_tracing() -> None:
    """Send the spans that still wait. Without this those of the last seconds would be lost."""
    if not enabled:
        return
    end = getattr(trace.get_tracer_provider(), "shutdown", None)
    if end is None:
        return
    # A daemon: a collector that does not answer must not hold the process.
    sending = threading.Thread(target=end, daemon=True)
    sending.start()
    await asyncio.to_thread(sending.join, _LAST_SPANS)


def span(name: str) -> AbstractContextManager[trace.Span | None]:
    """Open a span; without a collector, nothing."""
    if not enabled:
        return _NOTHING
    # The message of an exception may quote data, so it is not recorded.
    return trace.get_tracer("referral_api").start_as_current_span(
        name, record_exception=False, set_status_on_exception=False
    )
