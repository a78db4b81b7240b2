"""People: faces found in the library's pictures, whose they are, what the user says of them."""
