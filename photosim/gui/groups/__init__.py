"""The page with the photos that belong together."""
