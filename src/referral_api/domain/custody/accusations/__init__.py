"""An accusation (mise en cause): an organisation of justice accuses the person of a case."""
