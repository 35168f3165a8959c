"""Withdrawal (retrait): a consent ends, and everything that rested on it with it."""
