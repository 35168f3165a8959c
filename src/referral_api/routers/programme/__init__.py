"""The programme: requests for contributions, and contributions."""
