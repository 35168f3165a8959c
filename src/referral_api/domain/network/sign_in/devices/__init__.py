"""Devices of units: invited, registered, suspended, ended; and the cookies that they hold."""
