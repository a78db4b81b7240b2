"""The questions by which photosim learns how alike the same picture must be."""
