"""A possible duplicate (doublon possible): a person who may have a file already."""
