"""The directory: services, locations, places, roads, and the search for a place."""
