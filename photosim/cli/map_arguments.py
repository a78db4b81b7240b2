"""What may be typed after `photosim map`."""

from __future__ import annotations

import argparse
from collections.abc import Callable


def add_map(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add the command.

    Args:
        command: makes a command of this name and help.
    """
    looks = command("map", "Lay all photos, or all faces, out on a map: what looks alike lies together.")
    looks.add_argument(
        "-o", "--output", required=True, metavar="FILE", help="a picture (.png), or the places (.json)"
    )
    looks.add_argument(
        "--of", choices=("photos", "faces"), default="photos", help="what lies on the map (photos)"
    )
    looks.add_argument(
        "--method",
        choices=("tsne", "pca"),
        default="tsne",
        help="neighbours together, or a quick overview of the largest differences (tsne)",
    )
