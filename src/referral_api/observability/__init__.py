"""Observability for operators: logs, metrics, traces and request ids."""
