"""PINs: chosen by the person, mixed with a key, tried on a device only."""
