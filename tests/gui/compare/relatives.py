"""Real JPEGs of one picture in several shapes, scanned into a library, with landmarks drawn into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage

from photosim.app.workspace import open_workspace
from photosim.domain.photo import Photo
from photosim.domain.similarity import Evidence, Group, Member, Relation
from photosim.gui.base.context import Context
from photosim.gui.compare.view import CompareView
from tests.helpers.photos import sample_paths, save_jpeg
from tests.helpers.scanning import fill

SIZE = (1600, 1068)
LANDMARKS = ((700.0, 380.0), (980.0, 640.0))
"""Middles of the discs, in pixels of the original."""

_RADIUS = 9
MAGENTA = (255, 0, 255)


@dataclass(frozen=True)
class Relatives:
    """`original.jpg` and what was made of it, in a library."""

    photos: Path
    library: Path


def make_relatives(base: Path) -> Relatives:
    """Write the photos and scan them."""
    folder = base / "photos"
    folder.mkdir()
    with Image.open(sample_paths()[0]) as image:
        picture = image.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
    pen = ImageDraw.Draw(picture)
    for x, y in LANDMARKS:
        pen.ellipse((x - _RADIUS, y - _RADIUS, x + _RADIUS - 1, y + _RADIUS - 1), fill=MAGENTA)
    crop = picture.crop((403, 201, 1299, 901))
    stamped = picture.copy()
    ImageDraw.Draw(stamped).text((1150, 960), "2023 / 05 / 01", fill=(255, 170, 30), font_size=52)
    made = {
        "original": picture,
        "crop": crop,
        "turned": picture.transpose(Image.Transpose.ROTATE_90),
        "mirrored": ImageOps.mirror(picture),
        "half": picture.resize((800, 534), Image.Resampling.LANCZOS),
        "stamped": stamped,
        "again": picture,
    }
    for name, image in made.items():
        quality = 95 if name == "original" else 80
        save_jpeg(image, folder / f"{name}.jpg", "2023:05:01 10:00:00", quality=quality)
    with open_workspace(str(base / "library")) as workspace:
        fill(workspace, folder)
    return Relatives(folder, base / "library")


def photo_of(context: Context, name: str) -> Photo:
    """A photo by the name of its file without the suffix."""
    return next(p for p in context.workspace.photos() if Path(p.path).stem == name)


def group_of(
    context: Context,
    *names: str,
    relation: Relation = Relation.SAME_PICTURE,
    evidence: Evidence | None = None,
) -> Group:
    """A group of these photos, the first one the keeper; nothing is known of how they lie."""
    photos = [photo_of(context, name) for name in names]
    members = [Member(photos[0], Relation.IDENTICAL_BYTES, 0.0, 1.0)]
    members += [Member(photo, Relation.REENCODED, 0.1, 0.98, 1.0, evidence, "") for photo in photos[1:]]
    return Group("group", relation, tuple(members), ("more pixels",))


def with_relation(group: Group, name: str, relation: Relation) -> Group:
    """The group with another relation of one member."""
    members = tuple(
        replace(member, relation=relation) if Path(member.photo.path).stem == name else member
        for member in group.members
    )
    return replace(group, members=members)


Points = Iterable[tuple[float, float]]


def seen_landmarks(view: CompareView, points: Points = LANDMARKS) -> list[list[QPointF]]:
    """Where the discs are really painted: for each pane, the middle of each disc near where it should be.

    Args:
        view: what is looked at.
        points: middles of the discs, in pixels of the photo to keep.
    """
    first = view.stage.panes[0]
    assert first.content is not None
    path = view.stage.photos[0].path
    keeper = next(
        shown for shown in (first.content.own, first.content.other) if shown.pictures.photo.path == path
    )
    places = [first.place_of(keeper, point) for point in points]
    images = [pane.grab().toImage() for pane in view.stage.panes]
    return [[disc_near(image, place) for place in places] for image in images]


def disc_near(image: QImage, place: QPointF, reach: int = 70) -> QPointF:
    """The middle of the magenta pixels around a place."""
    pixels = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(pixels.constBits(), np.uint8).reshape(pixels.height(), pixels.bytesPerLine())
    rgb = rows[:, : 3 * pixels.width()].reshape(pixels.height(), pixels.width(), 3).astype(np.float64)
    left, top = max(0, int(place.x()) - reach), max(0, int(place.y()) - reach)
    part = rgb[top : int(place.y()) + reach, left : int(place.x()) + reach]
    # How magenta a pixel is, so that the rim of a disc counts in part.
    weight = np.clip((np.minimum(part[..., 0], part[..., 2]) - part[..., 1] - 60) / 195, 0, 1)
    assert weight.sum() > 3, "no disc is seen there"
    down, across = np.indices(weight.shape)
    return QPointF(
        left + float((across * weight).sum() / weight.sum()),
        top + float((down * weight).sum() / weight.sum()),
    )
