"""photosim: find the same picture, the same moment and the same place among too many photos."""

__version__ = "0.1.0"
