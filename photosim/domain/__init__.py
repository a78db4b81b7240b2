"""What every room speaks of: photos, codes, relations, progress, errors. Standard library only."""
