"""Documents of the programme: manuals, forms and other tools, by their hash."""
