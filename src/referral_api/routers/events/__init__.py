"""Events: what systems that poll are told."""
