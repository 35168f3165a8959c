"""A consent (consentement): what the person agreed to share, with whom, for what, until when."""
