"""Incidents of a stay: what happened there. A complaint about staff goes past the host."""
