"""`photosim scan FOLDER…`."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace

from photosim.app.people.looking import faces_available, find_faces
from photosim.app.scanning.cluster import ClusterReader
from photosim.app.scanning.scan import scan
from photosim.app.scanning.stages import OpenReader
from photosim.app.workspace import Workspace
from photosim.cli.console import Console
from photosim.cli.contract import Exit, Window
from photosim.cli.people_words import summary_json, summary_text
from photosim.cli.problems import listed, real_problems
from photosim.cli.progress import progress_line
from photosim.cli.work import library, stoppable
from photosim.domain.errors import PhotosimError
from photosim.domain.files import Role, Root, display_path, plain_path
from photosim.domain.scanning import ScanSettings, ScanSummary
from photosim.domain.words import count_words, duration_words


def run(options: Namespace, console: Console, window: Window) -> Exit:  # noqa: ARG001 - the contract
    """Bring the library up to date with the folders, without folders: with all it knows."""
    asked = [
        *(_root(folder, Role.NORMAL) for folder in options.folders),
        *(_root(folder, Role.PROTECTED) for folder in options.protect),
    ]
    named = {root.path: root for root in asked}
    if options.faces and (reason := faces_available()) is not None:
        raise PhotosimError(reason)
    with library(options) as workspace, stoppable() as cancel, progress_line(console) as line:
        roots = list(named.values()) or _known_roots(workspace)
        settings = _settings(workspace, options)
        reader = _cluster(workspace, settings, options.cluster) if options.cluster else None
        summary = scan(workspace, roots, settings, lambda told: line.show(told.progress), cancel, reader)
        faces = find_faces(workspace, line.show, cancel) if options.faces and not summary.cancelled else None
    data, text = as_json(summary), as_text(summary)
    if faces is not None:
        data["faces"] = summary_json(faces)
        text = f"{text}\n{summary_text(faces)}"
    console.result(data, text)
    if summary.cancelled or (faces is not None and faces.cancelled):
        console.say("photosim: stopped. What was read so far is kept; the next scan goes on from there.")
        return Exit.STOPPED
    troubled = real_problems(summary.problems) or (faces is not None and faces.problems)
    return Exit.DONE_WITH_PROBLEMS if troubled else Exit.DONE


def as_json(summary: ScanSummary) -> dict[str, object]:
    """The summary by its stable names."""
    return {
        "added": summary.added,
        "changed": summary.changed,
        "moved": summary.moved,
        "unchanged": summary.unchanged,
        "missing": summary.missing,
        "problems": [
            {"path": plain_path(problem.path), "reason": problem.reason} for problem in summary.problems
        ],
        "seconds": round(summary.seconds, 3),
        "photos_per_second": round(summary.photos_per_second, 2),
    }


def as_text(summary: ScanSummary) -> str:
    """The summary for people."""
    counts = [
        (summary.added, "new"),
        (summary.changed, "changed"),
        (summary.moved, "moved"),
        (summary.unchanged, "unchanged"),
        (summary.missing, "missing"),
        (summary.reencoded, "encoded anew"),
    ]
    told = ", ".join(f"{number:,} {word}" for number, word in counts if number) or "no photos"
    speed = f" ({summary.photos_per_second:.1f} photos a second)" if summary.photos_read else ""
    folders = _folders(summary.roots)
    lines = [f"Scanned {folders} in {duration_words(summary.seconds)}{speed}: {told}."]
    return "\n".join([*lines, *listed(summary.problems)])


def _folders(roots: Sequence[Root]) -> str:
    if len(roots) == 1:
        return f"“{display_path(roots[0].path)}”"
    return count_words(len(roots), "folder")


def _root(folder: str, role: Role) -> Root:
    path = os.path.abspath(folder)
    if not os.path.isdir(path):
        what = "is not a folder" if os.path.exists(path) else "does not exist"
        raise PhotosimError(f"“{display_path(path)}” {what}.")
    return Root(path, role)


def _cluster(workspace: Workspace, settings: ScanSettings, address: str) -> OpenReader:
    model_id = workspace.encoder.model_id
    return lambda: ClusterReader(address, workspace.model_folder, model_id, settings.limits)


def _known_roots(workspace: Workspace) -> list[Root]:
    roots = workspace.library.roots()
    if not roots:
        raise PhotosimError("Which folder? The library knows none yet: photosim scan FOLDER")
    return roots


def _settings(workspace: Workspace, options: Namespace) -> ScanSettings:
    saved = workspace.library.settings()
    return replace(
        saved,
        exclude=(*saved.exclude, *options.exclude),
        include_hidden=saved.include_hidden or options.hidden,
    )
