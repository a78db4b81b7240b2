"""The page with the files that were left out."""
