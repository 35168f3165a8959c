"""What an operator sees of the running service: logs, metrics, traces and request ids."""
