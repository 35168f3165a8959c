"""The audit log: each act writes its event in its own transaction."""
