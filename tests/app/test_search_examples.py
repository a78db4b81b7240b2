"""Several pictures, and a sketch, find their like."""

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from photosim.app.finding.layouts import FILE_NAME, difference, layout_of, layouts
from photosim.app.finding.search import SearchResult
from photosim.app.finding.search_examples import Example, scores, search_examples
from photosim.app.finding.search_sketch import search_sketch
from photosim.app.workspace import Workspace, open_workspace
from photosim.domain.errors import Cancelled, FileError, PhotosimError
from photosim.domain.photo import ContentId, Photo
from photosim.domain.progress import CancelToken, Progress, silent
from tests.app.family import family_library
from tests.helpers.photos import sample_paths

pytestmark = pytest.mark.usefixtures("lent_processes")


@pytest.fixture(scope="module")
def family(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with family_library(tmp_path_factory.mktemp("examples")) as workspace:
        # The reading processes start now and belong to all tests, so that none of them seems to leak.
        workspace.reader.read(workspace.photos()[0].path)
        yield workspace


def names(result: SearchResult) -> list[str]:
    return [os.path.basename(match.photo.path) for match in result.matches]


def example(workspace: Workspace, name: str) -> Example:
    found: Photo = next(photo for photo in workspace.photos() if photo.path.endswith(os.sep + name))
    return Example(name, photo=found, path=found.path)


def drawn(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_two_wanted_pictures_bring_the_like_of_both(family: Workspace) -> None:
    china, flower = example(family, "china.jpg"), example(family, "flower.jpg")
    found = names(search_examples(family, [china, flower], [], 5))
    assert {"china.jpg", "china copy.jpg", "flower.jpg"}.isdisjoint(found)
    assert {"small.jpg", "caf\udce9 \udcff.jpg"} <= set(found)


def test_an_unwanted_picture_pushes_its_like_away(family: Workspace) -> None:
    china, flower = example(family, "china.jpg"), example(family, "flower.jpg")
    without = search_examples(family, [china], [], 20)
    against = search_examples(family, [china], [flower], 20)
    place = "caf\udce9 \udcff.jpg"
    far = {os.path.basename(match.photo.path): match.distance for match in against.matches}
    near = {os.path.basename(match.photo.path): match.distance for match in without.matches}
    assert far[place] > near[place]
    assert "flower.jpg" not in far


def test_files_bytes_and_parts_are_examples_too(family: Workspace) -> None:
    path = str(sample_paths()[0])
    with Image.open(path) as china:
        data = drawn(china.resize((300, 200)))
    more = [Example("a file", path=path), Example("pasted", data=data)]
    result = search_examples(family, [*more, Example("a part", path=path, region=(0, 0, 400, 300))], [], 3)
    assert result.query.name == "a file"
    assert result.query.path == path
    assert len(result.matches) == 3
    assert result.matches[0].relation.is_same_picture
    distances = [match.distance for match in result.matches]
    assert distances == sorted(distances)


def test_what_cannot_be_searched_with_is_told(family: Workspace, workspace: Workspace) -> None:
    with pytest.raises(PhotosimError, match="at least"):
        search_examples(family, [], [example(family, "china.jpg")], 5)
    with pytest.raises(PhotosimError, match="scanned again"):
        search_examples(workspace, [example(family, "china.jpg")], [], 5)
    with pytest.raises(FileError, match="nowhere"):
        search_examples(family, [Example("x", path="/nowhere.jpg")], [], 5)
    with pytest.raises(PhotosimError, match="no picture"):
        search_examples(family, [Example("empty")], [], 5)
    with pytest.raises(ValueError, match="at least 1"):
        search_examples(family, [example(family, "china.jpg")], [], 0)
    assert search_examples(workspace, [Example("x", path=str(sample_paths()[0]))], [], 5).matches == ()


def test_opposite_wishes_leave_the_first() -> None:
    code = np.eye(4, dtype=np.float32)
    assert scores(code, np.stack([code[0], -code[0]]), code[:0]).tolist() == code[0].tolist()


def test_only_what_is_more_like_the_unwanted_loses() -> None:
    code = np.eye(4, dtype=np.float32)
    assert scores(code, code[:1], code[1:2]).tolist() == [1.0, -0.5, 0.0, 0.0]
    assert scores(code, code[:1], code[:0]).tolist() == [1.0, 0.0, 0.0, 0.0]


def test_a_layout_is_in_lab_and_knows_what_is_painted() -> None:
    picture = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, 15, 15), fill=(255, 0, 0, 255))
    ImageDraw.Draw(picture).rectangle((16, 0, 31, 7), fill=(255, 255, 255, 255))
    layout, weights = layout_of(picture)
    assert layout[0] == pytest.approx([53.24, 80.09, 67.20], abs=0.1)
    assert layout[1] == pytest.approx([100, 0, 0], abs=0.1)
    assert weights[:3] == pytest.approx([1.0, 0.5, 0.0])
    assert difference(layout[None], layout, weights).tolist() == [0.0]


def test_a_sketch_finds_the_photo_it_was_drawn_of(family: Workspace) -> None:
    with Image.open(sample_paths()[1]) as flower:
        small = flower.convert("RGB").resize((4, 4), Image.Resampling.BOX)
    result = search_sketch(family, drawn(small), "sketch", 3, silent, CancelToken())
    assert set(names(result)[:2]) == {"flower.jpg", "caf\udce9 \udcff.jpg"}
    assert result.matches[0].words.startswith("colours differ by ")
    upper = Image.new("RGBA", (4, 4), (0, 0, 0, 0))
    upper.paste(small.crop((0, 0, 4, 2)).convert("RGBA"), (0, 0))
    result = search_sketch(family, drawn(upper), "sketch", 1, silent, CancelToken())
    assert set(names(result)) <= {"flower.jpg", "caf\udce9 \udcff.jpg"}


def test_an_empty_sketch_and_a_broken_one_are_told(family: Workspace) -> None:
    nothing = drawn(Image.new("RGBA", (64, 64), (0, 0, 0, 0)))
    with pytest.raises(PhotosimError, match="Nothing is painted yet"):
        search_sketch(family, nothing, "sketch", 3, silent, CancelToken())
    with pytest.raises(FileError, match="no picture that can be read"):
        search_sketch(family, b"no picture", "sketch", 3, silent, CancelToken())


def test_layouts_are_kept_and_damage_is_mended(family: Workspace) -> None:
    contents = [photo.content for photo in family.photos()]
    told: list[Progress] = []
    first = layouts(family.library, contents, told.append, CancelToken())
    told.clear()
    again = layouts(family.library, contents, told.append, CancelToken())
    assert not told
    assert again == pytest.approx(first, abs=0.1)
    kept = Path(family.library.folder) / FILE_NAME
    for damage in (b"", kept.read_bytes()[:200], b"PK no archive"):
        kept.write_bytes(damage)
        assert layouts(family.library, contents, told.append, CancelToken()) == pytest.approx(first, abs=0.1)
    np.savez(kept, format=np.array(99))
    told.clear()
    assert layouts(family.library, contents, told.append, CancelToken()) == pytest.approx(first, abs=0.1)
    assert told


def test_stopping_keeps_what_is_finished_and_nothing_is_written_where_nothing_may_be(
    workspace: Workspace, family: Workspace, tmp_path: Path
) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        layouts(workspace.library, [ContentId(b"x" * 32)], silent, cancel)
    unknown = layouts(workspace.library, [ContentId(b"x" * 32)], silent, CancelToken())
    assert np.isnan(unknown).all()
    copy = tmp_path / "copy"
    shutil.copytree(family.library.folder, copy)
    (copy / FILE_NAME).unlink(missing_ok=True)
    with open_workspace(str(copy), read_only=True) as onlooker:
        found = layouts(
            onlooker.library, [photo.content for photo in onlooker.photos()], silent, CancelToken()
        )
    assert not np.isnan(found).any()
    assert not (copy / FILE_NAME).exists()
