"""The page that finds what looks like a picture."""
