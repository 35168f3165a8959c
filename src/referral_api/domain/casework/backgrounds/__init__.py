"""Background (origine et ascendance): ethnic group and descent, as the person declares them."""
