"""Broken files made on purpose, and what photosim does with them."""
