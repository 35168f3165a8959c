"""Objectives of the national action plan."""
