"""The report as PDF: laid out by typst from a fixed template, which reads the text as data."""
