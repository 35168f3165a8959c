"""The tables of the report, each with its number in the committee's form."""
