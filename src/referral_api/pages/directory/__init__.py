"""The directory: organisations, services, places, roads and agreements under one heading."""
