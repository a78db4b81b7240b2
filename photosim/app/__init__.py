"""The use cases: what both doors, window and command line, do with photos. No Qt, no globals."""
