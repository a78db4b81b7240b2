"""A library to try photosim on, and the proof that all of it works on this machine."""
