"""Pads of case codes that are handed out in advance, for paper and for the telephone."""
