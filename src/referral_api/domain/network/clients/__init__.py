"""A client (système partenaire): a machine of one organisation. Systems act for people."""
