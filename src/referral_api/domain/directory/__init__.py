"""The directory: services, where they are, their places, and finding one for a need."""
