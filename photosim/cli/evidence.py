"""Evidence as the commands write it."""

from __future__ import annotations

from photosim.domain.similarity import Evidence


def evidence_json(evidence: Evidence | None) -> dict[str, object] | None:
    """What laying one picture on another showed, by its stable names; None where that was not done."""
    if evidence is None:
        return None
    return {
        "same": evidence.same,
        "overlap_first": round(evidence.overlap_first, 4),
        "overlap_second": round(evidence.overlap_second, 4),
        "agreement": round(evidence.agreement, 4),
        "residual": round(evidence.residual, 3),
        "changed": round(evidence.changed, 4),
        "tone": round(evidence.tone, 2),
        "tint": round(evidence.tint, 2),
        "palette_first": evidence.palette_first.value,
        "palette_second": evidence.palette_second.value,
        "framed_first": evidence.framed_first,
        "framed_second": evidence.framed_second,
        "inliers": evidence.inliers,
        "turn": evidence.turn,
        "mirrored": evidence.mirrored,
        "scale": round(evidence.scale, 4),
        "transform": evidence.transform and [round(value, 6) for value in evidence.transform],
    }
