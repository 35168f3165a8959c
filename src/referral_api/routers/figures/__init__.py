"""The routes of figures, their answers and cuts."""
