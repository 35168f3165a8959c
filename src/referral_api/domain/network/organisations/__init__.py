"""An organisation: a body that takes part in the mechanism."""
