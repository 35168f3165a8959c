"""Factors of personal accounts: password with authenticator and recovery codes, passkeys."""
