"""Casework (suivi des dossiers): acts that touch several areas at once."""
