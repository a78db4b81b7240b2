"""What file names tell."""

import pytest

from photosim.domain.names import COPY_NAMES, is_below, is_called_like, original_stem, stem_of


@pytest.mark.parametrize(
    "name",
    [
        "IMG_1234 (1).jpg", "IMG_1234(12).JPG", "Kopie von IMG_1.jpg", "IMG_1 - Kopie.jpg",
        "IMG_1 - Copy (2).png",
        "Copy of beach.jpg", "beach copy.jpg", "beach copy 2.jpg", "IMG_1~2.jpg", "IMG-20230514-WA0007.jpg",
        "COPIE DE plage.jpg", "여행 - 복사본.jpg",
    ],
)  # fmt: skip
def test_names_of_copies(name: str) -> None:
    assert is_called_like(f"/photos/{name}", COPY_NAMES)


@pytest.mark.parametrize(
    "name",
    [
        "IMG_1234.jpg",
        "copy.jpg",
        "photocopy shop.jpg",
        "DSC_0001_1.jpg",
        "Paris (France).jpg",
        "2019-05-01 (1) b.jpg",
    ],
)
def test_names_of_photos(name: str) -> None:
    assert not is_called_like(f"/photos (1)/{name}", COPY_NAMES)


def test_no_pattern_matches_nothing() -> None:
    assert not is_called_like("/a.jpg", ())
    assert is_called_like("/A.jpg", ("a",))


@pytest.mark.parametrize(
    ("name", "original"),
    [
        ("IMG_E1234.JPG", "img_1234"),
        ("IMG_1234.JPG", None),
        ("IMG_E12.JPG", None),
        ("beach-edited.jpg", "beach"),
        ("beach-bearbeitet.jpg", "beach"),
        ("-edited.jpg", None),
    ],
)
def test_what_a_picture_was_made_of(name: str, original: str | None) -> None:
    assert original_stem(stem_of(f"/p/{name}")) == original


def test_below_a_folder() -> None:
    assert is_below("/a/b/c.jpg", "/a/b")
    assert is_below("/a/b/c.jpg", "/")
    assert not is_below("/a/bc/d.jpg", "/a/b")
    assert not is_below("/a/b", "/a/b")
