"""What worker threads do for the comparison of a card: plain functions for `Jobs.start`."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from photosim.app.atomic import write_atomically
from photosim.app.exploring.pocket import pocket_of, with_thumbnails
from photosim.app.exploring.pocket_compare import compare_folder
from photosim.app.exploring.pocket_file import read_pocket, write_pocket
from photosim.app.exploring.pocket_result import Comparison, as_csv
from photosim.domain.errors import PhotosimError
from photosim.domain.files import display_path
from photosim.domain.progress import CancelToken
from photosim.domain.words import count_words, size_words
from photosim.gui.base.jobs import ReportAny, Work

if TYPE_CHECKING:
    from photosim.app.workspace import Workspace


def comparing(workspace: Workspace, folder: str, pocket_path: str | None) -> Work[Comparison]:
    """Compare a folder with a pocket catalogue, or with the open library where none is named."""

    def compare(report: ReportAny, cancel: CancelToken) -> Comparison:
        encoder = workspace.encoder
        if pocket_path is not None:
            return compare_folder(encoder, read_pocket(pocket_path), folder, report, cancel)
        pocket = pocket_of(workspace, _now(), outside=folder)
        return compare_folder(encoder, pocket, folder, report, cancel, workspace.library)

    return compare


def exporting(workspace: Workspace, path: str) -> Work[str]:
    """Write the pocket catalogue of the open library; gives a sentence about it."""

    def export(report: ReportAny, cancel: CancelToken) -> str:
        pocket = pocket_of(workspace, _now())
        if not pocket.entries:
            raise PhotosimError("There is no photo in this library to be told of. Scan a folder first.")
        size = write_pocket(with_thumbnails(workspace, pocket, report, cancel), path)
        words = f"{count_words(len(pocket.entries), 'photo')}, {size_words(size)}: “{display_path(path)}”."
        if pocket.left_out:
            words += f" {count_words(pocket.left_out, 'missing file')} left out."
        return f"The pocket catalogue is written. {words}"

    return export


def saving(comparison: Comparison, path: str) -> Work[str]:
    """Write the answer as a table; gives the path."""

    def save(_report: ReportAny, _cancel: CancelToken) -> str:
        # The mark at the beginning tells spreadsheets that it is UTF-8.
        write_atomically(os.path.abspath(path), as_csv(comparison).encode("utf-8-sig"))
        return path

    return save


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
