"""What is done to files of the user: planned, verified, written down, and taken back at will."""
