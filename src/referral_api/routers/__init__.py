"""What the world may ask: one module per resource, and nothing but the asking."""
