"""A photo that fills a small part of a page is told as a part of it, in either direction."""

import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from photosim.app.finding.search import SearchResult, search_bytes, search_file, search_photo
from photosim.app.scanning.scan import scan
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.files import Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import ScanSettings
from photosim.domain.similarity import Match, Relation
from tests.app.conftest import TINY_MODEL
from tests.helpers.photos import sample_paths

Picture = Image.Image
PLACE = (1010, 640, 450, 300)
"""Of the photo on the pages of 1600 x 1100: left, top, width and height; less than a twelfth."""


def flower() -> Picture:
    """A smooth photo, of which a thumbnail of such a page keeps nothing to be known by."""
    with Image.open(sample_paths()[1]) as opened:
        return opened.convert("RGB")


def others() -> list[Picture]:
    """Six pictures that are not in the library: drawn ones, as no part of a photo is another photo."""
    chance = np.random.default_rng(4)
    small = [chance.integers(0, 256, (9, 12, 3), np.uint8) for _ in range(6)]
    return [Image.fromarray(pixels).resize((450, 300), Image.Resampling.BICUBIC) for pixels in small]


def straight_page() -> Picture:
    """White paper; all pictures trimmed to their fields, with lines below them."""
    page = Image.new("RGB", (1600, 1100), "white")
    draw = ImageDraw.Draw(page)
    places = [(x, y) for y in (60, 640) for x in (30, 520, 1010)]
    for (x, y), picture in zip(places, others(), strict=True):
        page.paste(picture, (x, y))
        draw.text((x, y + 320), "A day at the river", font=ImageFont.load_default(30), fill="black")
    left, top, width, height = PLACE
    page.paste(ImageOps.fit(flower(), (width, height)), (left, top))
    return page


def slanted_page() -> Picture:
    """Paper with a grain, and the prints not quite straight: there are no lines to find panels by."""
    page = Image.effect_noise((1600, 1100), 30).convert("RGB")
    left, top, width, height = PLACE
    for number, picture in enumerate([*others()[:2], flower().resize((width, height))]):
        printed = ImageOps.expand(picture, 8, "white").convert("RGBA")
        printed = printed.rotate(2.5 - number * 2.2, Image.Resampling.BICUBIC, expand=True)
        place = (left, top) if number == 2 else (60 + 520 * number, 90)
        page.paste(printed, place, printed)
    return page


def jpeg(picture: Picture) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    base = tmp_path_factory.mktemp("parts")
    photos = base / "photos"
    photos.mkdir()
    flower().save(photos / "flower.jpg", quality=92)
    with Image.open(sample_paths()[0]) as opened:
        opened.convert("RGB").save(photos / "china.jpg", quality=90)
    others()[0].save(photos / "drawn.jpg", quality=90)
    (photos / "page.jpg").write_bytes(jpeg(straight_page()))
    with open_workspace(str(base / "library"), model_folder=TINY_MODEL) as workspace:
        scan(workspace, [Root(str(photos))], ScanSettings(), lambda _told: None, CancelToken())
        # The reading processes belong to all tests, so that none seems to leak them.
        search_photo(workspace, workspace.photos()[0], 1)
        workspace.reader.read(workspace.photos()[0].path)
        yield workspace


def told(result: SearchResult) -> dict[str, Match]:
    """What is told as the same picture, by name."""
    same = (match for match in result.matches if match.relation.is_same_picture)
    return {os.path.basename(match.photo.path): match for match in same}


def middle_of_photo(match: Match) -> tuple[float, float]:
    """Where the middle of the page's photo is in the photo found."""
    assert match.evidence is not None
    assert match.evidence.transform is not None
    left, top, width, height = PLACE
    x, y = (left + width / 2) / 1600, (top + height / 2) / 1100
    a, b, c, d, e, f, *_ = match.evidence.transform
    return a * x + b * y + c, d * x + e * y + f


@pytest.mark.parametrize("page", [straight_page, slanted_page])
def test_a_photo_on_a_page_is_found_with_its_place(library: Workspace, page: Callable[[], Picture]) -> None:
    found = told(search_bytes(library, jpeg(page()), "page", 10))
    assert "flower.jpg" in found
    assert "china.jpg" not in found
    match = found["flower.jpg"]
    assert match.relation is Relation.FRAMED
    assert match.evidence is not None
    assert match.evidence.overlap_first == pytest.approx(0.077, abs=0.012)
    assert match.evidence.overlap_second > 0.9
    assert middle_of_photo(match) == pytest.approx((0.5, 0.5), abs=0.08)


def test_a_page_that_holds_the_photo_is_found(library: Workspace) -> None:
    photo = next(photo for photo in library.photos() if photo.path.endswith("flower.jpg"))
    match = told(search_photo(library, photo, 10))["page.jpg"]
    assert match.evidence is not None
    assert match.evidence.framed_second
    assert match.evidence.overlap_second == pytest.approx(0.077, abs=0.012)
    assert match.evidence.overlap_first > 0.9


def test_a_page_that_changed_since_the_scan_is_not_looked_into(library: Workspace, tmp_path: Path) -> None:
    page = next(photo for photo in library.photos() if photo.path.endswith("page.jpg"))
    before = Path(page.path).read_bytes()
    query = tmp_path / "flower.jpg"
    flower().save(query, quality=70)
    try:
        Path(page.path).write_bytes(jpeg(straight_page().convert("L")) + b"other")
        found = told(search_file(library, str(query), 10))
    finally:
        Path(page.path).write_bytes(before)
        os.utime(page.path, ns=(page.stamp.mtime_ns, page.stamp.mtime_ns))
    assert set(found) == {"flower.jpg"}


def test_what_lies_not_on_the_page_is_not_told(library: Workspace) -> None:
    page = straight_page()
    ImageDraw.Draw(page).rectangle((1010, 640, 1460, 940), fill="#5080a0")
    assert "flower.jpg" not in told(search_bytes(library, jpeg(page), "page", 10))
