"""The four plots: drawn with one font, in colours that differ in grey, and told in words."""
