"""How likely a pair is the same picture, once it was looked at."""

# Measured by scripts/benchmark/groups.py over forty kinds of edits; pairs of one scene count as not the same.
ACCEPTED_COPIES = 0.95
"""Share of true copies that the verification accepts: 15,365 of the 16,045 pairs looked at for groups."""
ACCEPTED_OTHERS = 0.001
"""Share of other pairs that it accepts, at most: none of 12,647."""

# A calibration ends at 0 and 1 only because its examples did.
_DOUBT = 0.01


def believed(likeness: float, *, same: bool) -> float:
    """What the distance made likely, after the verdict, by Bayes' rule.

    Args:
        likeness: probability (0..1) that the pair is the same picture, by its distance alone.
        same: the verdict.

    Returns:
        The probability, 0..1.
    """
    prior = min(max(likeness, _DOUBT), 1.0 - _DOUBT)
    copies = ACCEPTED_COPIES if same else 1.0 - ACCEPTED_COPIES
    others = ACCEPTED_OTHERS if same else 1.0 - ACCEPTED_OTHERS
    return prior * copies / (prior * copies + (1.0 - prior) * others)
