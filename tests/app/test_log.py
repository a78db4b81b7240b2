import logging
import warnings
from pathlib import Path

import pytest

from photosim.app.log import logging_to
from photosim.domain.errors import Cancelled, LibraryError
from tests.helpers.noise import Noise


def written(folder: Path) -> str:
    return (folder / "logs" / "photosim.log").read_text(encoding="utf-8")


def test_what_photosim_tells_is_written_and_nothing_of_others(tmp_path: Path) -> None:
    with logging_to(str(tmp_path)):
        logging.getLogger("photosim.app.scanning.scan").info("scan done: 가족")
        logging.getLogger("somebody.else").info("not ours")
    logging.getLogger("photosim.app.scanning.scan").info("too late")
    text = written(tmp_path)
    assert "INFO photosim.app.scanning.scan: scan done: 가족" in text
    assert "not ours" not in text
    assert "too late" not in text


def test_an_odd_path_does_not_break_the_log(tmp_path: Path) -> None:
    with logging_to(str(tmp_path)):
        logging.getLogger("photosim").info("read %s", "/photos/\udcff.jpg")
    assert "/photos/\\udcff.jpg" in written(tmp_path)


def test_bugs_are_logged_with_the_place_and_errors_of_the_user_without(
    tmp_path: Path, noise_guard: Noise
) -> None:
    noise_guard.expect("a mistake in photosim")

    def fail(error: Exception) -> None:
        with logging_to(str(tmp_path)):
            raise error

    with pytest.raises(LibraryError):
        fail(LibraryError("The disk is full."))
    assert "The disk is full." in written(tmp_path)
    assert "Traceback" not in written(tmp_path)
    with pytest.raises(Cancelled):
        fail(Cancelled())
    assert "CRITICAL" not in written(tmp_path)
    with pytest.raises(ZeroDivisionError):
        fail(ZeroDivisionError("oops"))
    assert "ZeroDivisionError: oops" in written(tmp_path)


def test_warnings_of_libraries_end_in_the_log(tmp_path: Path, noise_guard: Noise) -> None:
    noise_guard.expect("deprecated thing", "py.warnings")
    logging.captureWarnings(capture=True)
    try:
        with logging_to(str(tmp_path)), warnings.catch_warnings():
            warnings.simplefilter("always")
            logging.captureWarnings(capture=False)
            logging.captureWarnings(capture=True)
            warnings.warn("deprecated thing", stacklevel=1)
    finally:
        logging.captureWarnings(capture=False)
    assert "deprecated thing" in written(tmp_path)


def test_a_place_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file is in the way")
    with logging_to(str(tmp_path)):
        logging.getLogger("photosim").info("nobody hears this")
    assert (tmp_path / "logs").read_text() == "a file is in the way"
