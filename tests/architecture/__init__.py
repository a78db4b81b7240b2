"""The structure of the source, held by tests."""
