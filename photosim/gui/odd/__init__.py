"""The page with the photos that stand out."""
