"""The vocabulary: closed lists of codes, stored as text, never renamed, with French and English
labels.
"""
