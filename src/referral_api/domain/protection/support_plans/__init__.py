"""Support plans (plans d'accompagnement): the goals agreed with the person, one plan at a time."""
