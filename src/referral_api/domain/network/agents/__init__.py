"""An agent: a named human of one organisation."""
