"""One writer a library, and everybody else is told so."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from photosim.catalog.library import Library
from photosim.domain.errors import LibraryReadOnlyError
from photosim.domain.scanning import ScanSettings
from tests.catalog.builders import MODEL, Folder, found, recorded, scan

_HOLD = """
import sys
from photosim.catalog.library import Library
with Library.open(sys.argv[1]) as library:
    print("reading" if library.read_only else "writing", flush=True)
    for line in sys.stdin:
        library.add_roots(library.roots())
        print(library.photo_count(), flush=True)
"""


@contextmanager
def _another_process(folder: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the library open until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def _said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_the_second_process_may_only_look(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    scan(library, [folder.root], folder.files())
    place = library.folder
    library.close()
    with _another_process(place) as first:
        assert _said(first) == "writing"
        with Library.open(place) as second:
            assert second.read_only
            assert second.read_only_reason == (
                f"The library “{place}” is open in another photosim, so it is open for reading only here; "
                "close the other one to change it."
            )
            assert second.photo_count() == 1
            content = second.photos()[0].content
            assert second.codes(MODEL).contents == [content]
            assert second.thumbnail(content) is not None
            _refuses_all_changes(second, folder)
        assert first.stdin is not None
        first.stdin.close()
        first.wait()
    with Library.open(place) as third:
        assert not third.read_only
        assert third.read_only_reason == ""


def _refuses_all_changes(library: Library, folder: Folder) -> None:
    file = folder.files()[0]
    for change in (
        lambda: library.add_roots([folder.root]),
        lambda: library.remove_root(folder.path),
        lambda: library.save_settings(ScanSettings()),
        lambda: library.begin_scan([folder.root]),
        lambda: library.classify(1, [file], MODEL),
        lambda: library.store(1, [recorded(file)], [], MODEL),
        lambda: library.finish_scan(1, [folder.root], True),
        lambda: library.finish_scan(1, [folder.root], False),
        lambda: library.save_thumbnails({}),
    ):
        with pytest.raises(LibraryReadOnlyError, match="open in another photosim"):
            change()


def test_the_second_process_sees_what_the_first_stores(library: Library, folder: Folder) -> None:
    folder.write("a.jpg", "aaa")
    with _another_process(library.folder) as second:
        assert _said(second) == "reading"
    with Library.open(library.folder) as reader:
        before = reader.generation()
        scan(library, [folder.root], folder.files())
        assert reader.generation() > before
        assert reader.photos() == library.photos()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 on this system")
def test_the_lock_ends_with_a_killed_process(library: Library) -> None:
    place = library.folder
    library.close()
    with _another_process(place) as first:
        assert _said(first) == "writing"
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        with Library.open(place) as second:
            assert not second.read_only


def test_children_of_the_holder_do_not_hold_the_lock(library: Library) -> None:
    place = library.folder
    # Like the decoding processes of a scan, should they outlive a killed photosim.
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        library.close()
        with Library.open(place) as again:
            assert not again.read_only
        child.kill()


def test_two_libraries_of_one_process_are_two(library: Library) -> None:
    with Library.open(library.folder) as second:
        assert second.read_only
        assert not library.read_only
    library.close()
    with Library.open(library.folder) as third:
        assert not third.read_only


def test_opened_for_reading_on_wish(library: Library, folder: Folder) -> None:
    path = folder.write("a.jpg", "aaa")
    scan(library, [folder.root], folder.files())
    place = library.folder
    library.close()
    with Library.open(place, read_only=True) as reader, Library.open(place) as writer:
        assert "reading only" in reader.read_only_reason
        assert not writer.read_only
        number = writer.begin_scan([folder.root])
        writer.store(number, [recorded(found(path), b"other")], [], MODEL)
        assert reader.photos() == writer.photos()
