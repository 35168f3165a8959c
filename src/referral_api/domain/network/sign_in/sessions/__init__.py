"""Sessions: who is signed in on a page, how, and until when."""
