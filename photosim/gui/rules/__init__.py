"""By which rules keepers are chosen, and what the present settings find of the user's own photos."""
