"""Legal texts, with three dates: bill, adoption, entry into force."""
