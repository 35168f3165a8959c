"""Stays (séjours): who is expected at a host, present, away for a while, or gone again."""
