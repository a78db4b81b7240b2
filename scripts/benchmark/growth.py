"""Curves over sizes, both axes logarithmic, as an SVG file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 760, 440, 80, 50, 190, 50
_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
    'font-family="sans-serif" font-size="12">'
)
_COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf")

Curve = Sequence[tuple[float, float]]


def chart(title: str, across: str, up: str, curves: Mapping[str, Curve]) -> str:
    """One picture, for `page`; points are (size, value), both above 0.

    Args:
        title: above the picture.
        across: what the sizes are.
        up: what the values are.
        curves: by their names.
    """
    xs = [x for curve in curves.values() for x, _ in curve]
    ys = [y for curve in curves.values() for _, y in curve]
    left, right = _decades(xs)
    low, high = _decades(ys)

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            _LEFT + (math.log10(x) - left) / (right - left) * (_WIDTH - _LEFT - _RIGHT),
            _HEIGHT - _BOTTOM - (math.log10(y) - low) / (high - low) * (_HEIGHT - _TOP - _BOTTOM),
        )

    parts = [
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="26" font-size="15">{escape(title)}</text>',
        f'<text x="{_LEFT}" y="{_HEIGHT - 12}">{escape(across)}</text>',
        f'<text x="12" y="{_TOP - 8}">{escape(up)}</text>',
    ]
    for power in range(left, right + 1):
        x, _ = place(10.0**power, 10.0**low)
        parts.append(_line(x, _TOP, x, _HEIGHT - _BOTTOM))
        parts.append(
            f'<text x="{x:.1f}" y="{_HEIGHT - _BOTTOM + 16}" text-anchor="middle">{10**power:,}</text>'
        )
    for power in range(low, high + 1):
        _, y = place(10.0**left, 10.0**power)
        parts.append(_line(_LEFT, y, _WIDTH - _RIGHT, y))
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    for number, (name, curve) in enumerate(curves.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        points = [place(x, y) for x, y in curve]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        x, y = _WIDTH - _RIGHT + 14, _TOP + 14 + 20 * number
        parts.append(f'<text x="{x}" y="{y}" fill="{colour}">{escape(name)}</text>')
    return "\n".join(parts)


def page(charts: Sequence[str]) -> str:
    """An SVG file of pictures of `chart`, one below the other."""
    parts = [_HEAD.format(width=_WIDTH, height=_HEIGHT * len(charts))]
    for number, picture in enumerate(charts):
        parts += [f'<g transform="translate(0 {_HEIGHT * number})">', picture, "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """The powers of ten around the values; they differ."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'
