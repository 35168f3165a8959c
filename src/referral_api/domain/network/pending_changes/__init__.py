"""A pending change (modification en attente): waits until another administrator decides."""
