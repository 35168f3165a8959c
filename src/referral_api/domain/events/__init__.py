"""Events (événements): notifications for the systems of an organisation."""
