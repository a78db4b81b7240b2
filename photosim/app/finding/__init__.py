"""What belongs together, what is closest to a picture, and the one to keep."""
