"""What a scan looks at, and what it tells."""

from dataclasses import dataclass, field

from photosim.domain.files import FoundFile, Problem, Root
from photosim.domain.photo import Photo
from photosim.domain.progress import Progress


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What one file may cost before it becomes a listed problem.

    Attributes:
        max_pixels: width times height as the header tells.
        max_bytes: size of the file.
        max_seconds: wall time of reading and decoding.
        max_memory: bytes of address space a decoding process may take above its start.
    """

    max_pixels: int = 300_000_000
    max_bytes: int = 2 * 1024**3
    max_seconds: float = 30.0
    max_memory: int = 3 * 1024**3


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """What a scan looks at.

    Attributes:
        exclude: glob patterns (`fnmatch`, case ignored), held against the name and the whole path of
            every folder and file; a match is left out with all below it.
        include_hidden: whether hidden folders and files are looked at.
        limits: what one file may cost.
    """

    exclude: tuple[str, ...] = ()
    include_hidden: bool = False
    limits: DecodeLimits = field(default_factory=DecodeLimits)


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """What a scan tells while it runs.

    Attributes:
        progress: files done of files found so far; `total` is final once `discovered` is True.
        discovered: whether the walk over the folders has ended.
        found: files the walk came upon since the last report.
        stored: photos that entered or changed in the catalogue since the last report.
        problems: files and folders left out since the last report.
    """

    progress: Progress
    discovered: bool
    found: tuple[FoundFile, ...] = ()
    stored: tuple[Photo, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ScanSummary:
    """What a scan did; the counts are files.

    Attributes:
        added: new in the library.
        changed: same path, other content.
        moved: renamed or moved, recognised, nothing read again.
        unchanged: as before, not even opened.
        missing: were known below the scanned folders and were not found.
        problems: everything below the scanned folders that is left out, from this scan or still valid
            from an earlier one.
        seconds: wall time.
        photos_read: files that were read and decoded.
        cancelled: whether the user stopped it.
        roots: what was scanned.
        reencoded: of the unchanged ones, those that were read again because another model had encoded them.
    """

    added: int
    changed: int
    moved: int
    unchanged: int
    missing: int
    problems: tuple[Problem, ...]
    seconds: float
    photos_read: int
    cancelled: bool
    roots: tuple[Root, ...]
    reencoded: int = 0

    @property
    def photos_per_second(self) -> float:
        """Photos read and encoded a second of wall time."""
        return self.photos_read / self.seconds if self.seconds > 0 else 0.0
