"""A search as a job: what the worker thread does for a request."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from photosim.domain.errors import FileError, PhotosimError
from photosim.domain.progress import CancelToken
from photosim.gui.base.jobs import ReportAny
from photosim.gui.search.request import Answer, Looked, SearchRequest

if TYPE_CHECKING:
    from photosim.app.finding.search import SearchResult
    from photosim.app.finding.search_examples import Example
    from photosim.app.workspace import Workspace

_WAY_ON = (
    "Copy the picture itself in the other program and paste it again, "
    "or save it as a file and drop that here."
)


def run_search(
    workspace: Workspace, request: SearchRequest, count: int, report: ReportAny, cancel: CancelToken
) -> Answer:
    """Find the `count` photos that are most like what is asked for.

    Raises:
        PhotosimError: the picture cannot be read, or the library or the model cannot be used.
        Cancelled: nobody waits for the answer any more.
    """
    # Keys held down ask for one picture after the other; only the last one is worth the work.
    cancel.checkpoint()
    from photosim.app.finding.search import Looking  # noqa: PLC0415 - brings numpy and the model

    def report_so_far(told: object) -> None:
        # Of sketches, whose colours are read first, there is no answer so far.
        if isinstance(told, Looking):
            report(Looked(_answer(request, told.result), told.progress))
        else:
            report(told)

    return _answer(request, _search(workspace, request, count, report_so_far, cancel))


def _answer(request: SearchRequest, result: SearchResult) -> Answer:
    if request.path is None or request.photo is not None:
        return Answer(result)
    try:
        stat = os.stat(request.path)
    except OSError:
        # Gone since it was read: its matches are as good as before.
        return Answer(result)
    return Answer(result, stat.st_size, stat.st_mtime_ns)


def _search(
    workspace: Workspace, request: SearchRequest, count: int, report: ReportAny, cancel: CancelToken
) -> SearchResult:
    from photosim.app.finding import search  # noqa: PLC0415 - brings numpy and the model

    if request.sketch:
        return _search_sketch(workspace, request, count, report, cancel)
    if request.several:
        return _search_several(workspace, request, count)
    if request.data is not None:
        try:
            return search.search_bytes(
                workspace, request.data, request.name, count, request.pixels, report, cancel
            )
        except FileError as error:
            raise PhotosimError(f"{error} {_WAY_ON}") from error
    if request.photo is not None and request.region is None:
        return search.search_photo(workspace, request.photo, count, report, cancel)
    if request.path is None:
        raise PhotosimError("There is no picture to search for")
    return search.search_file(workspace, request.path, count, request.pixels, report, cancel)


def _search_sketch(
    workspace: Workspace, request: SearchRequest, count: int, report: ReportAny, cancel: CancelToken
) -> SearchResult:
    from photosim.app.finding.search_sketch import search_sketch  # noqa: PLC0415 - brings numpy

    return search_sketch(workspace, request.data or b"", request.name, count, report, cancel)


def _search_several(workspace: Workspace, request: SearchRequest, count: int) -> SearchResult:
    from photosim.app.finding.search_examples import search_examples  # noqa: PLC0415 - brings numpy and the model

    wanted, unwanted = map(_examples, (request.wanted, request.less))
    return search_examples(workspace, wanted, unwanted, count)


def _examples(requests: Iterable[SearchRequest]) -> list[Example]:
    from photosim.app.finding.search_examples import Example  # noqa: PLC0415

    return [Example(one.name, one.photo, one.path, one.data, one.pixels) for one in requests]
