"""Crosswalks from our code lists to the standards of others: HTCDS 2.0, CTDC, ISIC, SDG 16.2.2."""
