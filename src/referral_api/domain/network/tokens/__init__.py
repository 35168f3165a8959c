"""Tokens: the access tokens that partner systems get."""
