"""Screenings: the questions of their instruments, in words."""
