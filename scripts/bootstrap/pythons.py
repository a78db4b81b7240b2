"""Which Python may run the set-up.

This file and the two entry scripts must stay readable for every Python 3, however old: a newcomer with an old
one has to meet a sentence, not a SyntaxError.
"""

from collections.abc import Sequence

OLDEST = (3, 11)


def complaint(version: "Sequence[int]", script: str) -> "str | None":
    """What to tell somebody whose Python is `version` (major, minor), or None when it is new enough."""
    if tuple(version[:2]) >= OLDEST:
        return None
    return (
        "photosim needs Python "
        + ".".join(str(part) for part in OLDEST)
        + " or newer; this is Python "
        + ".".join(str(part) for part in version[:2])
        + ". Install a newer one and start it with that, for example: python3.12 "
        + script
    )
