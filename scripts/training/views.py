"""Two views of each photo: what happens to photos, as one pass over a batch.

One affine map per view does crop, turn, mirror, rotation and placement together; what lies outside the
placed photo is a border, bars, a user interface, a collage or a blurred copy. Then colours, overlays and
degradations follow. The clean view, which the decoder has to draw, has the same geometry and nothing else.
"""

import math
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from scripts.training import degrade
from scripts.training.bank import Bank
from scripts.training.degrade import Dice

PLAIN, BORDER, BARS, SCREEN, COLLAGE, HALO = range(6)
STRONG_MIX = (0.50, 0.13, 0.07, 0.17, 0.08, 0.05)
WEAK_MIX = (0.94, 0.03, 0.03, 0.0, 0.0, 0.0)


class Views(NamedTuple):
    """A batch of views."""

    seen: Tensor
    """float32 (N, 3, S, S) in 0..1: what the encoder gets."""
    clean: Tensor
    """The same geometry, nothing else done to it."""
    shown: Tensor
    """int64 (N, 4): rows of the batch that a view shows; four in a collage, else four times its own."""


class Placement(NamedTuple):
    """Where a photo lies in its view, in coordinates -1..1."""

    kind: Tensor
    centre: Tensor
    half: Tensor


def _place(dice: Dice, count: int, mix: tuple[float, ...]) -> Placement:
    edges = torch.cumsum(torch.tensor(mix), 0).to(dice.device)
    kind = torch.bucketize(dice.uniform(0.0, float(edges[-1]) - 1e-6, count), edges)
    half = torch.ones(count, 2, device=dice.device)
    centre = torch.zeros(count, 2, device=dice.device)

    def put(which: int, sizes: Tensor, spread: float) -> None:
        chosen = (kind == which)[:, None]
        room = (1 - sizes) * spread
        nonlocal half, centre
        half = torch.where(chosen, sizes, half)
        centre = torch.where(chosen, dice.uniform(-1, 1, count, 2) * room, centre)

    even = dice.uniform(0.62, 0.97, count, 1).expand(count, 2)
    put(BORDER, torch.where(dice.some(0.7, count)[:, None], even, dice.uniform(0.6, 0.98, count, 2)), 0.25)
    upright = dice.some(0.5, count)[:, None]
    narrow = dice.uniform(0.45, 0.92, count, 1)
    wide = torch.ones_like(narrow)
    put(BARS, torch.cat((torch.where(upright, narrow, wide), torch.where(upright, wide, narrow)), 1), 0.15)
    area = dice.uniform(0.28, 0.8, count, 1)
    ratio = torch.exp(dice.uniform(-0.55, 0.55, count, 1))
    rect = torch.cat(((area * ratio).sqrt(), (area / ratio).sqrt()), 1).clamp(max=1.0)
    put(SCREEN, torch.where(dice.some(0.35, count)[:, None], torch.cat((wide, area), 1), rect), 0.9)
    put(HALO, torch.cat((dice.uniform(0.5, 0.9, count, 1), dice.uniform(0.5, 1.0, count, 1)), 1), 0.2)
    quarter = torch.full((count, 2), 0.49, device=dice.device)
    corner = dice.integers(2, count, 2) - 0.5
    chosen = (kind == COLLAGE)[:, None]
    return Placement(kind, torch.where(chosen, corner, centre), torch.where(chosen, quarter, half))


def _crop_maps(dice: Dice, count: int, strength: Tensor) -> tuple[Tensor, Tensor]:
    """Draw maps from placed coordinates to photo coordinates: matrix (N, 2, 2) and shift (N, 2)."""
    cropped = dice.some(0.65 * strength, count)
    area = torch.where(cropped, dice.uniform(0.33, 1.0, count), dice.uniform(0.94, 1.0, count))
    ratio = torch.where(cropped, torch.exp(dice.uniform(-0.45, 0.45, count)), torch.ones_like(area))
    half = torch.stack(((area * ratio).sqrt(), (area / ratio).sqrt()), 1).clamp(max=1.0)
    tilted = dice.some(0.25 * strength, count)
    angle = torch.where(tilted, dice.uniform(-0.35, 0.35, count), torch.zeros_like(area))
    fit = (angle.cos() + angle.sin().abs())[:, None]
    # Most apps crop away the corners of a small rotation; some leave them blank.
    half = torch.where((tilted & dice.some(0.75, count))[:, None], half / fit, half)
    shift = dice.uniform(-1, 1, count, 2) * (1 - half).clamp(min=0)
    turns = torch.where(dice.some(0.35 * strength, count), dice.integers(3, count) + 1, 0)
    angle = angle + turns * (math.pi / 2)
    mirror = torch.where(dice.some(0.25 * strength, count), -1.0, 1.0)
    cos, sin = angle.cos(), angle.sin()
    rotation = torch.stack((torch.stack((cos * mirror, -sin), 1), torch.stack((sin * mirror, cos), 1)), 1)
    # Turning by 90 degrees exchanges the sides of the crop, hence the scale comes after the rotation.
    return half[:, :, None] * rotation, shift


def _sample(photos: Tensor, halved: Tensor, matrix: Tensor, shift: Tensor, side: int) -> Tensor:
    """Warp (N, 3, P, P) to (N, 3, side, side), from a half-sized copy where the step is long."""
    theta = torch.cat((matrix, shift[:, :, None]), 2)
    grid = functional.affine_grid(theta, [len(photos), 3, side, side], align_corners=False)
    step = matrix.abs().sum(2).amax(1) * photos.shape[-1] / side
    coarse = step > 1.7
    out = photos.new_empty(len(photos), 3, side, side)
    for chosen, source in ((~coarse, photos), (coarse, halved)):
        rows = chosen.nonzero()[:, 0]
        if len(rows):
            out[rows] = functional.grid_sample(
                source[rows], grid[rows], padding_mode="border", align_corners=False
            )
    return out


def _tiles(place: Placement, dice: Dice) -> Tensor:
    """Draw what each view shows, see `Views.shown`; a collage has its own photo where it was placed."""
    count = len(place.kind)
    rows = torch.arange(count, device=dice.device)[:, None]
    right, down = (place.centre > 0).long().unbind(1)
    own = torch.arange(4, device=dice.device) == (right + 2 * down)[:, None]
    foreign = (place.kind == COLLAGE)[:, None] & ~own
    return torch.where(foreign, dice.integers(count, count, 4), rows)


def _background(photos: Tensor, kind: Tensor, shown: Tensor, bank: Bank, dice: Dice, side: int) -> Tensor:
    count = len(photos)
    ground = dice.uniform(0, 1, count, 3, 1, 1)
    usual = dice.some(0.6, count)
    shade = torch.where(dice.some(0.5, count), 1.0, 0.0) * dice.uniform(0.9, 1.0, count)
    ground = torch.where(usual[:, None, None, None], shade[:, None, None, None].expand_as(ground), ground)
    out = ground.expand(count, 3, side, side).clone()
    screens = (kind == SCREEN).nonzero()[:, 0]
    if len(screens):
        drawn = bank.screens[dice.integers(len(bank.screens), len(screens))].float() / 255
        flip = dice.some(0.3, len(screens))[:, None, None, None]
        drawn = torch.where(flip, drawn.flip(3), drawn)
        out[screens] = functional.interpolate(drawn, (side, side), mode="bilinear")
    halo = (kind == HALO).nonzero()[:, 0]
    if len(halo):
        small = functional.interpolate(photos[halo], (side, side), mode="area")
        out[halo] = degrade.blur(small, side / 12) * dice.uniform(0.4, 1.1, len(halo), 1, 1, 1)
    collage = (kind == COLLAGE).nonzero()[:, 0]
    if len(collage):
        quarter = side // 2
        others = photos[shown[collage].flatten()]
        tiles = functional.interpolate(others, (quarter, quarter), mode="area").view(
            -1, 4, 3, quarter, quarter
        )
        top = torch.cat((tiles[:, 0], tiles[:, 1]), 3)
        out[collage] = torch.cat((top, torch.cat((tiles[:, 2], tiles[:, 3]), 3)), 2)
    return out.clamp(0, 1)


def _overlay(x: Tensor, photos: Tensor, bank: Bank, dice: Dice) -> Tensor:
    """Lay text, stickers, watermarks or a small second photo over a batch."""
    count, side = len(x), x.shape[-1]
    drawn = bank.overlays[dice.integers(len(bank.overlays), count)].float() / 255
    foreign = dice.some(0.12, count).nonzero()[:, 0]
    if len(foreign):
        others = photos[dice.integers(len(photos), len(foreign))]
        drawn[foreign, :3] = functional.interpolate(others, drawn.shape[-2:], mode="area")
        drawn[foreign, 3] = 1.0
    half = torch.cat((dice.uniform(0.12, 0.9, count, 1), dice.uniform(0.08, 0.35, count, 1)), 1)
    square = dice.uniform(0.1, 0.45, count, 1).expand(count, 2)
    half = torch.where(dice.some(0.45, count)[:, None], square, half)
    half = torch.where(dice.some(0.12, count)[:, None], torch.ones_like(half), half)
    centre = dice.uniform(-0.95, 0.95, count, 2) * (1 - half).clamp(min=0.02)
    angle = dice.uniform(-0.5, 0.5, count) * dice.some(0.3, count)
    cos, sin = angle.cos(), angle.sin()
    rotation = torch.stack((torch.stack((cos, -sin), 1), torch.stack((sin, cos), 1)), 1)
    matrix = rotation / half[:, :, None]
    shift = -(matrix @ centre[:, :, None])
    grid = functional.affine_grid(torch.cat((matrix, shift), 2), [count, 4, side, side], align_corners=False)
    laid = functional.grid_sample(drawn, grid, align_corners=False)
    alpha = laid[:, 3:] * dice.uniform(0.35, 1.0, count, 1, 1, 1)
    return x * (1 - alpha) + laid[:, :3] * alpha


def _degrade(x: Tensor, dice: Dice, strength: Tensor) -> Tensor:
    side = x.shape[-1]

    def pick(probability: float) -> Tensor:
        return dice.some(probability * strength, len(x)).nonzero()[:, 0]

    for group in pick(0.22).chunk(3):
        if len(group):
            x[group] = degrade.blur(x[group], side / 96 * dice.number(0.4, 2.2))
    for group in pick(0.25).chunk(3):
        if len(group):
            x[group] = degrade.coarsen(x[group], int(side * dice.number(0.3, 0.9)))
    for probability, change in ((0.2, degrade.grain), (0.3, degrade.jpeg)):
        chosen = pick(probability)
        if len(chosen):
            x[chosen] = change(x[chosen], dice)
    return x


@torch.no_grad()
def make_views(photos: Tensor, side: int, bank: Bank, dice: Dice, *, strong: bool) -> Views:
    """Make one view of each photo.

    Args:
        photos: float32 (N, 3, P, P) in 0..1.
        side: side of the views, a multiple of 8.
        bank: overlays and screens, on the device of the photos.
        dice: the random numbers.
        strong: False leaves half of the photos nearly untouched, as originals in a library are.
    """
    count = len(photos)
    strength = torch.ones(count, device=photos.device)
    if not strong:
        strength = torch.where(dice.some(0.5, count), 0.0, dice.uniform(0.0, 0.7, count))
    place = _place(dice, count, STRONG_MIX if strong else WEAK_MIX)
    crop, shift = _crop_maps(dice, count, strength)
    # Photo coordinates of a view's point p: crop @ ((p - centre) / half) + shift.
    matrix = crop / place.half[:, None, :]
    shift = shift - (matrix @ place.centre[:, :, None])[:, :, 0]
    # Four strided reads are much faster than a pooling.
    quarters = [photos[:, :, down::2, across::2] for down in (0, 1) for across in (0, 1)]
    halved = (quarters[0] + quarters[1] + quarters[2] + quarters[3]) / 4
    photo = _sample(photos, halved, matrix, shift, side)
    line = (torch.arange(side, device=photos.device) + 0.5) * (2 / side) - 1
    inside = (line[None, None, :] - place.centre[:, :, None]).abs() <= place.half[:, :, None]
    mask = (inside[:, 1, :, None] & inside[:, 0, None, :])[:, None]
    shown = _tiles(place, dice)
    ground = _background(halved, place.kind, shown, bank, dice, side)
    clean = torch.where(mask, photo, ground)
    seen = degrade.recolour(photo, dice, strength * dice.uniform(0.0, 1.0, count))
    faded = dice.some(0.12 * strength, count).nonzero()[:, 0]
    if len(faded):
        seen[faded] = degrade.vignette(seen[faded], dice)
    late = dice.some(0.5, count)
    laid = dice.some(0.3 * strength, count)
    for before in (True, False):
        chosen = (laid & (late != before)).nonzero()[:, 0]
        if len(chosen):
            seen[chosen] = _overlay(seen[chosen], halved, bank, dice)
        if before:
            seen = torch.where(mask, seen, ground)
    return Views(_degrade(seen, dice, strength).clamp_(0, 1), clean, shown)
