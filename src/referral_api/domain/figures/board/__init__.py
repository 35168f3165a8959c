"""The coordinator's board (tableau de bord): what waits now, and how the network answers."""
