"""The second administrator: which changes wait for one, and who that may be."""
