"""Whatever photosim does and a person does in between, in any order: photosim loses not one file.

Files are counted by their numbers on the disk, so that a second name is no second file.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from photosim.actions.empty import empty
from photosim.actions.strays import find_strays, put_back
from photosim.domain.actions import SET_ASIDE_FOLDER, Act, Decision
from photosim.domain.progress import CancelToken, silent
from photosim.domain.similarity import Group
from tests.actions.world import World, group
from tests.faults.failing_system import BinSystem, OtherVolume

_FOLDERS = ("a", "b", "b/c")
_NAMES = ("1.jpg", "2.jpg", "1.cr2", "1.mov", "1.xmp")
_SHOWN = ("x", "y")


class _Disk(OtherVolume):
    """A target on another volume, and a bin."""

    def __init__(self, base: Path) -> None:
        super().__init__(base / "target")
        self._bin = BinSystem(base / "bin")

    def trash(self, path: str) -> None:
        """Move a file into the bin."""
        self._bin.trash(path)


class Mischief(RuleBasedStateMachine):
    """A folder of photos in which two work at once."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="mischief-"))
        self.world = World(self.base)
        self.world.root()
        (self.base / "target").mkdir()
        self.records: list[str] = []

    def teardown(self) -> None:
        """Give the disk back."""
        shutil.rmtree(self.base)

    @initialize(
        files=st.dictionaries(
            st.tuples(st.sampled_from(_FOLDERS), st.sampled_from(_NAMES)),
            st.tuples(st.sampled_from(_SHOWN), st.sampled_from(("", "m"))),
            min_size=4,
        )
    )
    def photographed(self, files: dict[tuple[str, str], tuple[str, str]]) -> None:
        """There are some photos, copies among them."""
        for (folder, name), (shown, more) in files.items():
            self.world.write(f"{folder}/{name}", f"{shown}|{more}")

    @rule(act=st.sampled_from(Act), data=st.data())
    def clean_up(self, act: Act, data: st.DataObject) -> None:
        """Scan, plan and apply; sometimes with decisions."""
        self._scan()
        groups = self._groups()
        decisions = [
            Decision(one.id, tuple(paths[:kept]), tuple(paths[kept:]))
            for one in groups
            if data.draw(st.booleans())
            for paths in [data.draw(st.permutations([member.photo.path for member in one.members]))]
            for kept in [data.draw(st.integers(1, len(paths)))]
        ]
        target = str(self.base / "target") if act is Act.MOVE else None
        plan = self.world.plan(groups, decisions, act=act, target=target)
        before, seen = self._inodes(), self._visible()
        result = self.world.execute(plan, _Disk(self.base))
        self.records.append(result.record)
        self._nothing_is_lost(before)
        kept = {removal.keeper.path for removal in plan.removals}
        assert all(seen[path] == self._visible().get(path) for path in kept)

    @precondition(lambda self: self.records)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        """Undo what was done at some time, perhaps for the second time."""
        before = self._inodes()
        self.world.undo(data.draw(st.sampled_from(self.records)), _Disk(self.base))
        self._nothing_is_lost(before)

    @precondition(lambda self: self.records)
    @rule(data=st.data())
    def empty(self, data: st.DataObject) -> None:
        """Empty what was set aside at some time."""
        before, seen = self._inodes(), self._visible()
        with self.world.journal() as journal:
            record = data.draw(st.sampled_from(self.records))
            empty(record, journal, self.world.ground(), silent, CancelToken(), system=_Disk(self.base))
        self._nothing_is_lost(before)
        assert self._visible() == seen

    @rule()
    def start_again(self) -> None:
        """Settle what is open, and bring home what nobody remembers."""
        before = self._inodes()
        self.world.recover(_Disk(self.base))
        with self.world.journal() as journal:
            strays = find_strays([str(self.world.folder), *self._places()], journal)
        put_back(strays, silent, CancelToken(), system=_Disk(self.base))
        self._nothing_is_lost(before)

    @rule(data=st.data())
    def throw_away_by_hand(self, data: st.DataObject) -> None:
        """A person deletes a file, wherever it lies."""
        if found := sorted(self._files()):
            os.unlink(data.draw(st.sampled_from(found)))

    @rule(data=st.data(), shown=st.sampled_from(_SHOWN))
    def write_by_hand(self, data: st.DataObject, shown: str) -> None:
        """A person saves a photo under a name that may be known."""
        folder, name = data.draw(st.sampled_from(_FOLDERS)), data.draw(st.sampled_from(_NAMES))
        path = self.world.folder / folder / name
        if not os.path.islink(path) and not (path.exists() and path.stat().st_nlink > 1):
            self.world.write(f"{folder}/{name}", f"{shown}|by hand")

    @rule(data=st.data())
    def move_by_hand(self, data: st.DataObject) -> None:
        """A person renames a file onto a free name, out of the set-aside folder perhaps."""
        found = sorted(self._files())
        folder, name = data.draw(st.sampled_from(_FOLDERS)), data.draw(st.sampled_from(_NAMES))
        new = self.world.folder / folder / name
        if found and not os.path.lexists(new):
            new.parent.mkdir(parents=True, exist_ok=True)
            os.rename(data.draw(st.sampled_from(found)), new)

    def _scan(self) -> None:
        self.world.photos.clear()
        for path in self._visible():
            if path.startswith(str(self.world.folder)) and path.endswith((".jpg", ".cr2")):
                self.world.learn(path)

    def _groups(self) -> list[Group]:
        alike: dict[bytes, list[str]] = {}
        for path, photo in sorted(self.world.photos.items()):
            alike.setdefault(photo.preview_digest, []).append(path)
        return [
            group(*(self.world.photos[path] for path in paths), name=f"g{number}")
            for number, paths in enumerate(alike.values())
            if len(paths) > 1
        ]

    def _places(self) -> list[str]:
        return [str(self.world.folder / folder) for folder in _FOLDERS]

    def _files(self) -> list[str]:
        """Paths of all files of the person, set aside or not."""
        return [
            path
            for place in ("photos", "target", "bin")
            for folder, _, names in os.walk(self.base / place)
            for path in (os.path.join(folder, name) for name in names)
            if stat.S_ISREG(os.lstat(path).st_mode)
        ]

    def _visible(self) -> dict[str, bytes]:
        """What lies where a person looks for photos."""
        return {
            path: Path(path).read_bytes()
            for path in self._files()
            if SET_ASIDE_FOLDER not in path.split(os.sep) and not path.startswith(str(self.base / "bin"))
        }

    def _inodes(self) -> dict[int, bytes]:
        return {os.lstat(path).st_ino: Path(path).read_bytes() for path in self._files()}

    def _nothing_is_lost(self, before: dict[int, bytes]) -> None:
        after = Counter(self._inodes().values())
        assert not Counter(before.values()) - after


TestMischief = Mischief.TestCase
TestMischief.settings = settings(
    max_examples=int(os.environ.get("PHOTOSIM_EXAMPLES", "12")),
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
