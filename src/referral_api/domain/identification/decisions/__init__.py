"""A decision (décision): a step of recognising the person as a victim, and its legal ground."""
