"""The page that shows photos by how they look, and the comparison of a card with what is at home."""
