"""The service's own regular work: due expiries and alerts, and deleting what is past its time."""
