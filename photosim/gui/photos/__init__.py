"""Photos in a grid, one photo large, the facts of a photo; the page with all photos."""
