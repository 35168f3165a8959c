"""Capacity (places): how many people an organisation can still take in."""
