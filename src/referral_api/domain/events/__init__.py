"""Events (événements): what the systems of an organisation are told of."""
