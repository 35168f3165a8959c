"""The profile (profil): what statistics disaggregate by. Asked once, after help has begun."""
