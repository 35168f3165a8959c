"""Tokens: what a partner system gets for proving itself."""
