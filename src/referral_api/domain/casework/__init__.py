"""Casework (suivi des dossiers): operations that touch several areas at once."""
