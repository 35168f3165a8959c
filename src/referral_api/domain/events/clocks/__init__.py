"""Clocks that ring (délais): what waits, who is reminded of it, and whom a delay is told to."""
