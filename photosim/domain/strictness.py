"""How alike two pictures must be to be called the same: one value, from generous to strict."""

GENEROUS, NORMAL, STRICT = 0, 50, 100
"""The ends of the scale, and the middle, where the verification's own verdicts count."""

STEPS = {0: "very generous", 25: "generous", 50: "normal", 75: "strict", 100: "very strict"}
"""The values that have a name."""


def strictness_words(strictness: int) -> str:
    """The value in words: "strict", or "normal to strict (60)" between two that have a name."""
    if strictness in STEPS:
        return STEPS[strictness]
    below = max(step for step in STEPS if step < strictness)
    above = min(step for step in STEPS if step > strictness)
    return f"{STEPS[below]} to {STEPS[above]} ({strictness})"


def checked(strictness: int) -> int:
    """The value, if it is on the scale.

    Raises:
        ValueError: it is not.
    """
    if not GENEROUS <= strictness <= STRICT:
        raise ValueError(f"a strictness lies between {GENEROUS} and {STRICT}: {strictness}")
    return strictness
