"""Requests for help: what waits for a reply, the sheet of each, and asking for help."""
