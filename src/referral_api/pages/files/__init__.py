"""The file of a person: registering, what comes next, identity, consent."""
