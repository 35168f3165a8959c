"""Records: whatever has states is found, locked, listed, changed and expired in one way."""
