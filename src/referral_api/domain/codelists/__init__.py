"""The vocabulary: closed lists of codes, stored as text, never renamed, labelled FR and EN."""
