"""A contribution: the totals of one organisation, for a quarter or for a request."""
