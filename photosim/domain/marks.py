"""What the user decided of single files while going through groups."""

from enum import StrEnum


class Mark(StrEnum):
    """What is to become of a file. Nothing happens to it before a plan is made and carried out."""

    KEEP = "keep"
    REMOVE = "remove"
