"""Partners: who helps the mechanism."""
