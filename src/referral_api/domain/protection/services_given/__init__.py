"""Services given (services fournis): what was offered to the person, and what they were given."""
