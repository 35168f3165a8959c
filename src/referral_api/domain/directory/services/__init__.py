"""A service (service): what an organisation offers, to whom, where and when."""
