"""Tests of photosim; the folders mirror the rooms of the source."""
