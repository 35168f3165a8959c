"""Records: every resource with states is found, locked, listed, changed and expired in one way."""
