"""A location (lieu): its public part, and its true address, sealed under a key of its own."""
