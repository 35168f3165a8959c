"""Staff counts: who works for an organisation on a day, and who is trained."""
