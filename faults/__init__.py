"""Faults injected into the running service, and the proof that nothing acknowledged is lost."""
