"""Libraries for tests of what comes after a scan, filled without starting a process.

Starting the decoding processes is nearly all of the time of a small scan, and tests of scanning start them.
"""

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from photosim.app.scanning.scan import scan
from photosim.app.workspace import Workspace
from photosim.domain.encoder import InputSpec
from photosim.domain.files import FoundFile, Problem, Root
from photosim.domain.photo import ReadPhoto
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import DecodeLimits, ScanProgress, ScanSettings, ScanSummary
from photosim.imaging.read import read_photo


@dataclass(frozen=True)
class _ReaderHere:
    """Reads files one after the other, in this process."""

    spec: InputSpec
    limits: DecodeLimits

    def read_many(self, files: Iterable[FoundFile], cancel: CancelToken) -> Iterator[ReadPhoto | Problem]:
        for file in files:
            yield read_photo(file.path, self.spec, self.limits)


def fill(workspace: Workspace, *folders: Path | Root, settings: ScanSettings | None = None) -> ScanSummary:
    """Scan folders of sound pictures into a library."""
    roots = [folder if isinstance(folder, Root) else Root(str(folder)) for folder in folders]
    settings = settings or ScanSettings()
    reader = _ReaderHere(workspace.encoder.input_spec, settings.limits)
    return scan(workspace, roots, settings, _quiet, CancelToken(), lambda: nullcontext(reader))


def _quiet(_told: ScanProgress) -> None:
    """Nobody listens."""
