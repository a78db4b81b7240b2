"""The map of looks: every photo as a point, what looks alike lies together."""
