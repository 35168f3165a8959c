"""Casework: calls, which answer for a receiver, and alerts to the coordination."""
