"""Paper: the receiver's sheet, the consent form with the person's copy, and blank forms."""
