"""Sign-in of people on pages: devices of units, PINs and sessions."""
