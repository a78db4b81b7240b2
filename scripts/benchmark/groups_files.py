"""The files that the groups benchmark scans: <work>/<library>/<kind>/<group>/<name>."""

from __future__ import annotations

import os
import random
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageOps

from scripts.benchmark.attacks import ATTACKS, attacked
from scripts.training.photos import list_members, read_member

SOURCES, SCENES, DISTRACTORS, BURSTS, TIMELESS = "sources", "scenes", "distractors", "bursts", "timeless"
FRAMES = 4
_FOREIGN = 60
_DATE_TIME, _EXIF_IFD, _ORIGINAL = 0x0132, 0x8769, 0x9003
_KEPT = 0.9


def write_copies(photos: Path, work: Path, sources: int, distractors: int) -> Path:
    """Sources with their attacked copies, all scenes, distractors; what is there already stays."""
    folder = work / "copies"
    chosen = _spread(sorted((photos / "bench" / "sources").iterdir()), sources)
    if not chosen:
        raise FileNotFoundError(f"no sources in {photos / 'bench' / 'sources'}")
    for scene in sorted((photos / "bench" / "scenes").iterdir()):
        for path in sorted(scene.iterdir()):
            _write(folder / SCENES / scene.name / path.name, path.read_bytes())
    for name, data in _distractors(photos, distractors):
        _write(folder / DISTRACTORS / name.replace("/", "_"), data)
    foreign = _foreign(photos)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done, _ in enumerate(
            pool.map(lambda path: _write_source(folder, path, foreign), chosen), start=1
        ):
            if done % 20 == 0:
                print(f"{done} of {len(chosen)} sources attacked", flush=True)
    return folder


def write_bursts(photos: Path, work: Path, sources: int) -> Path:
    """Of each source a burst, with the times of its frames; and the same frames without times."""
    folder = work / "bursts"
    for path in _spread(sorted((photos / "bench" / "sources").iterdir()), sources):
        timed, timeless = folder / BURSTS / path.stem, folder / TIMELESS / path.stem
        if not (timeless / f"{FRAMES - 1}.jpg").exists():
            for number, (picture, taken) in enumerate(_burst(path)):
                _write(timed / f"{number}.jpg", _jpeg(picture, taken))
                _write(timeless / f"{number}.jpg", _jpeg(picture, None))
    return folder


def _spread(paths: Sequence[Path], count: int) -> list[Path]:
    return list(paths[:: max(1, len(paths) // count)][:count]) if count else []


def _write_source(folder: Path, path: Path, foreign: Sequence[Image.Image]) -> None:
    place = folder / SOURCES / path.stem
    _write(place / f"original{path.suffix}", path.read_bytes())
    # By name all are JPEG files; what they are, photosim sees by their content.
    missing = [attack for attack in ATTACKS if not (place / f"{attack.name}.jpg").exists()]
    if missing:
        with Image.open(path) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
        for attack in missing:
            _write(place / f"{attack.name}.jpg", attacked(attack, path.name, picture, foreign))


def _write(path: Path, data: bytes) -> None:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f".{path.name}.partial")
        partial.write_bytes(data)
        os.replace(partial, path)


def _distractors(photos: Path, count: int) -> Iterator[tuple[str, bytes]]:
    members = list_members(photos, held_out=True)
    chosen = members[:: max(1, len(members) // count)][:count] if count else []
    for archive in sorted({member.archive for member in chosen}):
        with zipfile.ZipFile(archive) as opened:
            for member in chosen:
                if member.archive == archive:
                    yield member.name, opened.read(member.name)


def _foreign(photos: Path) -> list[Image.Image]:
    """Pictures for the other places of a collage; they are not among the distractors."""
    pictures = []
    for member in list_members(photos, held_out=False)[::97][:_FOREIGN]:
        with zipfile.ZipFile(member.archive) as opened:
            pictures.append(read_member(opened, member.name))
    return pictures


def _burst(path: Path) -> Iterator[tuple[Image.Image, datetime]]:
    """Crops of one picture, shifted by up to 3 % and turned by up to a degree, noisy, exposed differently."""
    chance = random.Random(f"burst/{path.name}")
    with Image.open(path) as opened:
        scene = ImageOps.exif_transpose(opened).convert("RGB")
    width, height = round(scene.width * _KEPT), round(scene.height * _KEPT)
    most_left, most_top = scene.width - width, scene.height - height
    left, top = chance.uniform(0, most_left), chance.uniform(0, most_top)
    # A day of its own for every scene.
    taken = datetime(2019, 1, 1, 12) + timedelta(days=chance.randrange(3650))  # noqa: DTZ001 - a camera's
    for _ in range(FRAMES):
        x = round(min(max(left + chance.uniform(-0.03, 0.03) * scene.width, 0), most_left))
        y = round(min(max(top + chance.uniform(-0.03, 0.03) * scene.height, 0), most_top))
        turned = scene.rotate(chance.uniform(-1, 1), Image.Resampling.BICUBIC)
        frame = ImageEnhance.Brightness(turned.crop((x, y, x + width, y + height)))
        pixels = np.asarray(frame.enhance(chance.uniform(0.8, 1.25)), np.float32)
        grain = np.random.default_rng(chance.randrange(2**32)).normal(0, chance.uniform(3, 10), pixels.shape)
        yield Image.fromarray((pixels + grain).clip(0, 255).astype(np.uint8)), taken
        taken += timedelta(seconds=chance.uniform(0.5, 3))


def _jpeg(picture: Image.Image, taken: datetime | None) -> bytes:
    exif = Image.Exif()
    if taken is not None:
        # As most cameras do it: whole seconds only.
        exif[_DATE_TIME] = f"{taken:%Y:%m:%d %H:%M:%S}"
        exif.get_ifd(_EXIF_IFD)[_ORIGINAL] = f"{taken:%Y:%m:%d %H:%M:%S}"
    file = BytesIO()
    picture.save(file, "JPEG", quality=90, exif=exif)
    return file.getvalue()
