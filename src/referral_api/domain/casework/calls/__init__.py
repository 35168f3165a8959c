"""A call (appel): what a receiver answered on the telephone, recorded by whoever called it back."""
