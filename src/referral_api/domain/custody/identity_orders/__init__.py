"""An identity order (ordonnance de communication d'identité): a magistrate's order opens a person's
identity to the inquiry.
"""
