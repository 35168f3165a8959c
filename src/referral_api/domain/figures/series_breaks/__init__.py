"""Where a series breaks: a year from which a figure counts something else."""
