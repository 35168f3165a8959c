"""A link (rapprochement): two files of one person."""
