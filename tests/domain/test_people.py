import pytest

from photosim.domain.people import FaceBox, box_like


def test_overlap_is_the_shared_part_of_what_both_cover() -> None:
    box = FaceBox(0.2, 0.2, 0.2, 0.2)
    assert box.overlap(box) == pytest.approx(1)
    assert box.overlap(FaceBox(0.3, 0.2, 0.2, 0.2)) == pytest.approx(1 / 3)
    assert box.overlap(FaceBox(0.4, 0.2, 0.2, 0.2)) == 0
    assert box.overlap(FaceBox(0.2, 0.5, 0.2, 0.2)) == 0


def test_the_box_around_the_same_face_is_found() -> None:
    box = FaceBox(0.2, 0.2, 0.2, 0.2)
    near, far = FaceBox(0.21, 0.19, 0.2, 0.21), FaceBox(0.3, 0.3, 0.2, 0.2)
    assert box_like(box, [far, near]) == near
    assert box_like(box, [far]) is None
    assert box_like(box, []) is None
