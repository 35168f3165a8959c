"""A case (dossier): one person's file, pseudonymous by itself."""
