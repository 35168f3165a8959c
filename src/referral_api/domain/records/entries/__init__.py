"""An entry: whatever the programme and the directory register has one form and one life."""
