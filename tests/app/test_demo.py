import hashlib
import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from photosim.app.model import open_model
from photosim.app.trying.demo import default_demo_folder, make_demo
from photosim.app.trying.demo_recipe import SCENES, demo_photos
from photosim.domain.errors import Cancelled, SafetyError
from photosim.domain.progress import CancelToken, Progress, silent
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.read import read_photo
from tests.app.conftest import TINY_MODEL


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "demo"
    assert make_demo(str(folder), silent, CancelToken()) == str(folder)
    return folder


def test_the_demo_is_the_same_every_time(demo: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    make_demo(str(tmp_path), told.append, CancelToken())
    assert contents(tmp_path) == contents(demo)
    assert (told[0].done, told[-1].done, told[-1].total) == (0, 40, 40)


def test_the_demo_holds_what_happens_to_photos(demo: Path) -> None:
    made = contents(demo)
    assert len(made) == len(demo_photos()) + 1
    photos = {name for name in made if not name.startswith(".")}
    assert {Path(name).parts[0] for name in photos} == {
        "2023 China",
        "2023 Garden",
        "Phone backup",
        "Edited",
        "Sent by messenger",
    }
    assert made["2023 China/IMG_2041.jpg"] == made["Phone backup/IMG_2041.jpg"]
    assert {Path(name).suffix for name in photos} == {".jpg", ".png", ".webp"}
    assert {photo.scene for photo in demo_photos()} == set(SCENES)


def test_a_burst_is_told_by_its_times(demo: Path) -> None:
    spec = open_model(TINY_MODEL).input_spec
    taken = []
    for number in range(2050, 2055):
        read = read_photo(str(demo / "2023 China" / f"IMG_{number}.jpg"), spec, DecodeLimits())
        taken.append(read.facts.taken_at)
        assert read.facts.camera.startswith("Canon")
    assert [(later - taken[0]).total_seconds() for later in taken] == [0, 1, 2, 3, 4]


def test_a_photo_turned_by_exif_is_upright_like_its_original(demo: Path) -> None:
    turned = demo / "Phone backup" / "20230514_101623.jpg"
    with Image.open(turned) as picture:
        assert picture.height > picture.width
        assert picture.getexif()[0x0112] == 6
    spec = open_model(TINY_MODEL).input_spec
    read, original = (
        read_photo(str(path), spec, DecodeLimits()) for path in (turned, demo / "2023 China" / "IMG_2044.jpg")
    )
    assert (read.facts.width, read.facts.height) == (original.facts.width, original.facts.height)
    difference = abs(read.model_input.astype(int) - original.model_input.astype(int))
    assert difference.mean() < 4


def test_messages_carry_no_exif(demo: Path) -> None:
    sent = demo / "Sent by messenger" / "IMG-20230514-WA0001.jpg"
    with Image.open(BytesIO(sent.read_bytes())) as picture:
        assert not picture.getexif()


def test_a_folder_in_use_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.jpg").write_bytes(b"precious")
    with pytest.raises(SafetyError, match="already holds files"):
        make_demo(str(tmp_path), silent, CancelToken())
    assert os.listdir(tmp_path) == ["mine.jpg"]


def test_an_earlier_demo_is_completed_but_nothing_in_it_is_overwritten(tmp_path: Path) -> None:
    make_demo(str(tmp_path), silent, CancelToken())
    edited, lost = tmp_path / "Edited" / "pagoda framed.jpg", tmp_path / "2023 China" / "IMG_2041.jpg"
    edited.write_bytes(b"edited by the user")
    lost.unlink()
    make_demo(str(tmp_path), silent, CancelToken())
    assert edited.read_bytes() == b"edited by the user"
    assert lost.exists()


def test_stopping_keeps_what_is_made_and_the_next_call_goes_on(tmp_path: Path) -> None:
    cancel = CancelToken()

    def stop(progress: Progress) -> None:
        if progress.done == 3:
            cancel.cancel()

    with pytest.raises(Cancelled):
        make_demo(str(tmp_path), stop, cancel)
    assert 0 < len(contents(tmp_path)) < 10
    make_demo(str(tmp_path), silent, CancelToken())
    assert len(contents(tmp_path)) == 41


def test_the_default_place(tmp_path: Path) -> None:
    assert default_demo_folder(str(tmp_path)) == str(tmp_path / "demo" / "photos")
    assert default_demo_folder(None).endswith(os.path.join("demo", "photos"))
    assert default_demo_folder(None).startswith(os.environ["HOME"])
