"""Folders become photos of the library: discovery, decoding, encoding, storing, told in portions."""
