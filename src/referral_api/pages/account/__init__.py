"""One's own account, and the devices and codes of a unit."""
