"""How many of the photos on a page a search tells as parts of it: albums, collages, contact sheets, the web.

    python scripts/benchmark/pages.py --photos DIR --work DIR [--pages 4]

Every second source is scanned; pages are made of all sources, each photo about a seventh of its page or less.
Searched for are all pages among the photos and then, in a library of the pages, photos that lie on one and as
many others. A photo that is told as the same picture as a page which does not show it counts as wrong. Where
photos are absent it says so and ends with 0.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from photosim.app.finding.search import LOOKED_AT, search_file
from photosim.app.scanning.scan import scan
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.files import Root
from photosim.domain.progress import CancelToken, silent
from photosim.domain.scanning import ScanSettings
from scripts.benchmark.layouts import phrase

Picture = Image.Image


def _fitted(photo: Picture, width: int, height: int) -> Picture:
    scale = min(width / photo.width, height / photo.height)
    return photo.resize((round(photo.width * scale), round(photo.height * scale)), Image.Resampling.BICUBIC)


def album(photos: Sequence[Picture], rng: random.Random) -> Picture:
    """A scanned page of an album: paper with a grain, prints with white margins, none quite straight."""
    page = Image.effect_noise((2400, 1700), 24).convert("RGB").resize((2400, 1700))
    page = Image.blend(page, Image.new("RGB", page.size, "#d9cdb4"), 0.8)
    places = [(x, y) for y in range(2) for x in range(4)]
    for photo, (x, y) in zip(photos, rng.sample(places, len(photos)), strict=True):
        printed = ImageOps.expand(_fitted(photo, 510, 690), 10, "white").convert("RGBA")
        printed = printed.rotate(rng.uniform(-3, 3), Image.Resampling.BICUBIC, expand=True)
        page.paste(printed, (30 + x * 590, 60 + y * 810 + rng.randint(0, 50)), printed)
    return page


def collage(photos: Sequence[Picture], rng: random.Random) -> Picture:
    """Three above four, trimmed to their fields."""
    page, gap = Image.new("RGB", (2100, 1400), "white"), rng.choice((0, 8, 20))
    for number, photo in enumerate(photos):
        row, count = (0, 3) if number < 3 else (1, 4)
        width, column = 2100 // count, number if row == 0 else number - 3
        field = ImageOps.fit(photo, (width - gap, 700 - gap), Image.Resampling.LANCZOS)
        page.paste(field, (column * width + gap // 2, row * 700 + gap // 2))
    return page


def contact(photos: Sequence[Picture], rng: random.Random) -> Picture:
    """Four by two with the files' names."""
    page = Image.new("RGB", (2000, 1080), rng.choice(("white", "#111111", "#808080")))
    draw = ImageDraw.Draw(page)
    for number, photo in enumerate(photos):
        x, y = 30 + number % 4 * 490, 30 + number // 4 * 520
        shown = _fitted(photo, 440, 440)
        page.paste(shown, (x + (440 - shown.width) // 2, y))
        name = f"IMG_{rng.randint(1000, 9999)}.JPG"
        draw.text((x + 60, y + 460), name, font=ImageFont.load_default(26), fill="#777777")
    return page


def web(photos: Sequence[Picture], rng: random.Random) -> Picture:
    """A column of text with one photo in it."""
    page = Image.new("RGB", (1440, 1600), "white")
    draw = ImageDraw.Draw(page)
    for top in range(120, 1560, 38):
        draw.text((60, top), phrase(rng, 13), font=ImageFont.load_default(24), fill="#222222")
    (photo,) = photos
    scale = (1440 * 1600 / 7 / (photo.width * photo.height)) ** 0.5
    shown = _fitted(photo, round(photo.width * scale), round(photo.height * scale))
    x, y = rng.randint(20, 1420 - shown.width), rng.randint(120, 1580 - shown.height)
    draw.rectangle((x - 15, y - 15, x + shown.width + 15, y + shown.height + 15), fill="white")
    page.paste(shown, (x, y))
    return page


PAGES: dict[str, tuple[Callable[[Sequence[Picture], random.Random], Picture], int]] = {
    "album": (album, 7),
    "collage": (collage, 7),
    "contact sheet": (contact, 8),
    "web page": (web, 1),
}


def made(sources: Sequence[Path], folder: Path, count: int) -> dict[str, set[str]]:
    """Write pages.

    Returns:
        By the name of each page the names of the photos on it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    out = {}
    for kind, (make, photos) in PAGES.items():
        for number in range(count):
            rng = random.Random(f"{kind}{number}")
            chosen = rng.sample(list(sources), photos)
            pictures = [ImageOps.exif_transpose(Image.open(path)).convert("RGB") for path in chosen]
            name = f"{kind} {number}.jpg"
            make(pictures, rng).save(folder / name, quality=85)
            out[name] = {path.name for path in chosen}
    return out


def told(workspace: Workspace, path: Path) -> set[str]:
    """The names of what a search tells as the same picture."""
    matches = search_file(workspace, str(path), LOOKED_AT).matches
    return {os.path.basename(match.photo.path) for match in matches if match.relation.is_same_picture}


def _scanned(folder: Path, library: Path) -> Workspace:
    workspace = open_workspace(str(library))
    scan(workspace, [Root(str(folder))], ScanSettings(), silent, CancelToken())
    return workspace


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--photos", type=Path, default=os.environ.get("PHOTOSIM_PHOTOS"))
    parser.add_argument("--work", type=Path, required=True, help="folder for files and libraries")
    parser.add_argument("--pages", type=int, default=4, help="pages of each kind")
    options = parser.parse_args()
    if options.photos is None or not (Path(options.photos) / "bench").is_dir():
        print("skipped: no photos; give --photos or PHOTOSIM_PHOTOS")
        return 0
    sources = sorted((Path(options.photos) / "bench" / "sources").iterdir())
    known = {path.name: path for path in sources[::2]}
    photos = options.work / "photos"
    photos.mkdir(parents=True, exist_ok=True)
    for name, path in known.items():
        (photos / name).write_bytes(path.read_bytes())
    pages = made(sources, options.work / "pages", options.pages)
    there: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wrong: list[str] = []
    seconds = 0.0
    with _scanned(photos, options.work / "library") as workspace:
        for name, contained in pages.items():
            start = time.process_time()
            same = told(workspace, options.work / "pages" / name)
            seconds += time.process_time() - start
            kind = f"photos on: {name.rsplit(' ', 1)[0]}"
            there[kind] += len(contained & known.keys())
            found[kind] += len(contained & same)
            wrong += [f"{name}: {other}" for other in same - contained]
            print(name, "shows", len(contained & known.keys()), "told", len(contained & same), flush=True)
    with _scanned(options.work / "pages", options.work / "library of pages") as workspace:
        shown = set().union(*pages.values())
        asked = [path for path in sources if path.name in shown][: 6 * options.pages]
        asked += [path for path in sources if path.name not in shown][: 6 * options.pages]
        for path in asked:
            holding = {name for name, contained in pages.items() if path.name in contained}
            same = told(workspace, path)
            for name in holding:
                there[f"{name.rsplit(' ', 1)[0]} around a photo"] += 1
                found[f"{name.rsplit(' ', 1)[0]} around a photo"] += name in same
            wrong += [f"{path.name}: {other}" for other in same - holding]
    for kind, count in there.items():
        print(f"{kind:26} {found[kind]} of {count}")
    print(f"wrong: {len(wrong)}", *wrong, sep="\n")
    print(f"{seconds / len(pages):.2f} s of CPU a page, without reading it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
