"""Places by unit (places par unité): for whom a service has room."""
