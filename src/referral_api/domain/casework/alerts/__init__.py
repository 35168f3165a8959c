"""An alert (alerte): what the coordination is told without having asked."""
