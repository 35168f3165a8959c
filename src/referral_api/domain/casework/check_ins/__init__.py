"""Check-ins: the escort says on the road whether all is well."""
