"""Narratives of what hangs on no case: each record has a key of its own."""
