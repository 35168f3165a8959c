"""A relation (lien entre personnes): two persons who belong together."""
