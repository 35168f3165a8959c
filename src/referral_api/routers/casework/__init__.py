"""Routes of acts over several areas."""
