"""A client (système partenaire): a machine of one organisation that acts for its agents."""
