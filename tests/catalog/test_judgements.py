"""The user's word lasts."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from photosim.catalog.library import Library
from photosim.domain.errors import LibraryReadOnlyError
from photosim.domain.judgements import Judgement, Verdict
from photosim.domain.photo import ContentId
from photosim.domain.similarity import content_pair
from tests.catalog.builders import Folder, scan

NOW = datetime(2026, 5, 1, 10, 0, 0, 123456, UTC)
A, B, C = (ContentId(bytes([number]) * 32) for number in (1, 2, 3))
SAME = Judgement(content_pair(A, B), Verdict.SAME, NOW)
APART = Judgement(content_pair(A, C), Verdict.NOT_SAME, NOW, asked=True)
BOTH = Judgement(content_pair(B, C), Verdict.KEEP_BOTH, NOW)


def test_judgements_are_kept_and_forgotten(tmp_path: Path) -> None:
    with Library.open(str(tmp_path)) as library:
        generation = library.generation()
        assert library.judgements() == []
        library.change_judgements([BOTH, SAME, APART])
        # The photos are as before.
        assert library.generation() == generation
    with Library.open(str(tmp_path)) as library:
        assert library.judgements() == [SAME, APART, BOTH]
        other = Judgement(SAME.pair, Verdict.NOT_SAME, NOW + timedelta(microseconds=1))
        library.change_judgements([other], [BOTH.pair, content_pair(ContentId(b"\7" * 32), A)])
        assert library.judgements() == [other, APART]
        # What is put is kept, also where it is forgotten in the same breath.
        library.change_judgements([SAME], [SAME.pair, APART.pair])
        assert library.judgements() == [SAME]


def test_a_time_keeps_its_moment_whatever_its_zone(tmp_path: Path) -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    for moment in (NOW.astimezone(east), datetime(1969, 12, 31, 23, 59, 59, 999999, UTC)):
        with Library.open(str(tmp_path)) as library:
            library.change_judgements([Judgement(SAME.pair, Verdict.SAME, moment)])
            assert library.judgements()[0].judged_at == moment


def test_a_change_is_whole_or_nothing(tmp_path: Path) -> None:
    backwards = Judgement((B, A), Verdict.SAME, NOW)
    with Library.open(str(tmp_path)) as library:
        library.change_judgements([APART])
        with pytest.raises(sqlite3.IntegrityError):
            library.change_judgements([SAME, backwards], [APART.pair])
        assert library.judgements() == [APART]


def test_judgements_outlive_renames_rescans_models_and_removed_folders(
    tmp_path: Path, folder: Folder
) -> None:
    folder.write("a.jpg", "one")
    folder.write("b.jpg", "two")
    with Library.open(str(tmp_path / "library")) as library:
        scan(library, [folder.root], folder.files())
        first, second = (photo.content for photo in library.photos())
        said = Judgement(content_pair(first, second), Verdict.NOT_SAME, NOW)
        library.change_judgements([said])
        folder.rename("a.jpg", "elsewhere/c.jpg")
        scan(library, [folder.root], folder.files())
        scan(library, [folder.root], folder.files(), model="another-model")
        assert {photo.content for photo in library.photos()} == {first, second}
        assert library.judgements() == [said]
        library.remove_root(folder.path)
        assert library.judgements() == [said]


def test_a_reader_reads_and_changes_nothing(tmp_path: Path) -> None:
    with Library.open(str(tmp_path)) as library:
        library.change_judgements([SAME])
        with Library.open(str(tmp_path)) as second:
            assert second.judgements() == [SAME]
            with pytest.raises(LibraryReadOnlyError, match="open in another photosim"):
                second.change_judgements([APART])
            with pytest.raises(LibraryReadOnlyError):
                second.change_judgements([], [SAME.pair])
        assert library.judgements() == [SAME]


_CHILD = """
import sys
from datetime import UTC, datetime
from photosim.catalog.library import Library
from photosim.domain.judgements import Judgement, Verdict
from photosim.domain.similarity import content_pair
now = datetime.now(UTC)
with Library.open(sys.argv[1]) as library:
    for number in range(10_000):
        pairs = [content_pair(bytes([0, side]) * 16, number.to_bytes(32, "big")) for side in (1, 2, 3)]
        library.change_judgements([Judgement(pair, Verdict.SAME, now) for pair in pairs])
        sys.stdout.write("said\\n")
        sys.stdout.flush()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no kill -9 on this system")
def test_what_was_said_survives_a_kill_and_nothing_is_half_said(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.getcwd()}
    command = [sys.executable, "-c", _CHILD, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        heard = b"".join(process.stdout.readline() for _ in range(7))
        process.kill()
        heard += process.stdout.read()
        process.wait()
    said = heard.count(b"said")
    with Library.open(str(tmp_path)) as library:
        kept = len(library.judgements())
    assert kept % 3 == 0
    assert said <= kept // 3 <= said + 1
