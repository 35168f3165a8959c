"""The form of a contribution as one sheet of a workbook, in French: written, printed and read."""
