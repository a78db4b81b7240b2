"""Judgements as a JSON file, to keep them beside the photos or to bring them to another library.

The file is one object::

    {
      "format": "photosim judgements",
      "version": 1,
      "judgements": [
        {
          "first": "<BLAKE3 digest of a file's bytes, 64 hexadecimal digits>",
          "second": "<of another file>",
          "verdict": "same" | "not-same" | "keep-both",
          "judged_at": "2026-05-01T10:00:00+00:00",
          "asked": false,
          "first_paths": ["…"],
          "second_paths": ["…"]
        }
      ]
    }

`asked` may be missing. The paths tell people which photos are meant; they are never read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from photosim.app.atomic import read_named, write_atomically
from photosim.domain.errors import FileError, PhotosimError
from photosim.domain.files import plain_path
from photosim.domain.judgements import Judgement, Verdict
from photosim.domain.photo import ContentId
from photosim.domain.similarity import ContentPair, content_pair

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace

FORMAT = "photosim judgements"
VERSION = 1
_DIGEST_BYTES = 32
_MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Conflict:
    """A pair of which the library and a file say different things.

    Attributes:
        ours: what the library said before.
        theirs: what the file says.
    """

    ours: Judgement
    theirs: Judgement


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file of judgements.

    Attributes:
        added: judgements on pairs that had none.
        known: how many the library had already.
        conflicts: on these the library and the file differ.
        replaced: whether the file's word was taken on them; else the library's stays.
    """

    added: tuple[Judgement, ...]
    known: int
    conflicts: tuple[Conflict, ...]
    replaced: bool


def export_judgements(workspace: Workspace, path: str) -> int:
    """Write all judgements of the library into a file; an existing one is replaced.

    Returns:
        How many there are.

    Raises:
        FileError: it cannot be written; an existing file is as it was.
        LibraryError: the catalogue cannot be read.
    """
    judgements = workspace.library.judgements()
    paths: dict[ContentId, list[str]] = {}
    for photo in workspace.photos():
        paths.setdefault(photo.content, []).append(plain_path(photo.path))
    data = {
        "format": FORMAT,
        "version": VERSION,
        "judgements": [judgement_as_json(judgement, paths) for judgement in judgements],
    }
    write_atomically(path, json.dumps(data, indent=2, ensure_ascii=False).encode() + b"\n")
    return len(judgements)


def import_judgements(workspace: Workspace, path: str, *, replace: bool = False) -> Imported:
    """Merge a file of judgements into the library, all of it or nothing.

    Args:
        workspace: the library; it need not know the photos yet.
        path: a file that `export_judgements` wrote.
        replace: where the two differ, take the file's word instead of the library's.

    Raises:
        FileError: it cannot be read, or holds no judgements.
        LibraryReadOnlyError: the library can only be looked at; nothing was taken over.
        LibraryError: the catalogue cannot be read or written.
    """
    theirs = _read(path)
    ours = {judgement.pair: judgement for judgement in workspace.library.judgements()}
    added = tuple(judgement for judgement in theirs if judgement.pair not in ours)
    conflicts = tuple(
        Conflict(ours[judgement.pair], judgement)
        for judgement in theirs
        if judgement.pair in ours and ours[judgement.pair].verdict is not judgement.verdict
    )
    taken = [conflict.theirs for conflict in conflicts] if replace else []
    workspace.library.change_judgements([*added, *taken])
    return Imported(added, len(theirs) - len(added) - len(conflicts), conflicts, replace)


def judgement_as_json(judgement: Judgement, paths: Mapping[ContentId, Sequence[str]]) -> dict[str, object]:
    """One judgement by its stable names, with the paths of its photos for people."""
    first, second = judgement.pair
    return {
        "first": first.hex(),
        "second": second.hex(),
        "verdict": judgement.verdict.value,
        "judged_at": judgement.judged_at.isoformat(),
        "asked": judgement.asked,
        "first_paths": list(paths.get(first, ())),
        "second_paths": list(paths.get(second, ())),
    }


def _read(path: str) -> list[Judgement]:
    text = read_named("import judgements from", path, _MOST_BYTES)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused(path, "it is not JSON") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _refused(path, f"it does not call itself “{FORMAT}”")
    if data.get("version") != VERSION:
        raise _refused(path, f"its version is {data.get('version')!r}, this photosim knows {VERSION}")
    entries = data.get("judgements")
    if not isinstance(entries, list):
        raise _refused(path, "it has no list of judgements")
    found: dict[ContentPair, Judgement] = {}
    for number, entry in enumerate(entries, start=1):
        try:
            judgement = _judgement(entry)
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
            raise _refused(path, f"judgement {number} cannot be understood ({_what(error)})") from error
        before = found.setdefault(judgement.pair, judgement)
        if before.verdict is not judgement.verdict:
            raise _refused(path, f"judgement {number} contradicts an earlier one on the same photos")
    return [found[pair] for pair in sorted(found)]


def _judgement(entry: Mapping[str, Any]) -> Judgement:
    first, second = (_content(entry[side]) for side in ("first", "second"))
    if first == second:
        raise ValueError("a photo beside itself")
    judged_at = datetime.fromisoformat(entry["judged_at"])
    if judged_at.tzinfo is None:
        raise ValueError("a time without its zone")
    asked = entry.get("asked", False)
    if not isinstance(asked, bool):
        raise TypeError("“asked” is neither true nor false")
    return Judgement(content_pair(first, second), Verdict(entry["verdict"]), judged_at, asked)


def _content(digits: str) -> ContentId:
    digest = bytes.fromhex(digits)
    if len(digest) != _DIGEST_BYTES:
        raise ValueError("a digest of another length")
    return ContentId(digest)


def _what(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _refused(path: str, reason: str) -> PhotosimError:
    return FileError("import judgements from", path, reason)
