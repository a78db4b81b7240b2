"""A library: one folder with everything photosim knows of some photos."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Self

from photosim.catalog import opening, reads, roots, scans
from photosim.catalog.classify import classify, contents_at
from photosim.catalog.codes import KeptCodes
from photosim.catalog.evidence import load_evidence, save_evidence
from photosim.catalog.judgements import forget_judgements, load_judgements, save_judgements
from photosim.catalog.keeping import load_rules, save_rules
from photosim.catalog.marks import load_marks, set_marks
from photosim.catalog.odd import OddRecords
from photosim.catalog.people_catalog import PeopleCatalog
from photosim.catalog.records import CodeTable, FileState, Recorded, StampedProblem
from photosim.catalog.saving import load_untold, save_told
from photosim.catalog.store import contents_with_code, store
from photosim.catalog.strictness import load_strictness, save_strictness
from photosim.catalog.taken import note_moves
from photosim.catalog.thumbnails import DEFAULT_LIMIT
from photosim.catalog.uncoded import load_uncoded
from photosim.catalog.window import load_arrangement, save_arrangement
from photosim.domain.errors import LibraryReadOnlyError
from photosim.domain.files import FoundFile, Problem, Root
from photosim.domain.judgements import Judgement
from photosim.domain.marks import Mark
from photosim.domain.photo import ContentId, Photo, Saving
from photosim.domain.rules import RuleSet
from photosim.domain.scanning import ScanSettings
from photosim.domain.similarity import ContentPair, Evidence


class Library:
    """An open library; any thread may call any method.

    Methods that change something raise `LibraryReadOnlyError` when `read_only` is True; every method raises
    `LibraryError` when the disk or another program gets in the way, and after `close` (except that there
    simply are no thumbnails any more).

    Attributes:
        folder: where the library lies, absolute.
        read_only: whether the library can only be looked at.
        read_only_reason: why, in one plain sentence; "" when it can be changed.
        people: the faces in it, and whose they are.
        odd: what is known of odd pictures.
    """

    def __init__(self, parts: opening.Opened) -> None:
        self._catalog = parts.catalog
        self._thumbnails = parts.thumbnails
        self._lock = parts.lock
        self._refilling: int | None = None
        self.folder = parts.folder
        self.read_only = parts.read_only_reason is not None
        self.read_only_reason = parts.read_only_reason or ""
        self.people = PeopleCatalog(parts.catalog, self._must_be_writable)
        self.odd = OddRecords(parts.catalog, self._must_be_writable)

    @classmethod
    def open(cls, folder: str, *, read_only: bool = False, thumbnail_limit: int = DEFAULT_LIMIT) -> Self:
        """Open the library in a folder, or make one.

        A library that another process has open, or that lies in a folder without write permission, is opened
        for reading only, and says so.

        Args:
            folder: of the library; made when it is not there.
            read_only: do not change anything; then the library must exist.
            thumbnail_limit: bytes the thumbnails may take on disk.

        Raises:
            LibraryError: there is none and none can be made, or it is damaged, locked or too new.
        """
        return cls(opening.open_library(folder, read_only=read_only, thumbnail_limit=thumbnail_limit))

    def close(self) -> None:
        """Close all files and let others change the library. May be called twice."""
        self._thumbnails.close()
        self._catalog.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Roots and settings

    def roots(self) -> list[Root]:
        """The folders of the library, by path."""
        with self._catalog.reading() as connection:
            return roots.load_roots(connection)

    def add_roots(self, added: Sequence[Root]) -> None:
        """Add folders; one that is known takes the role given here."""
        self._must_be_writable()
        with self._catalog.writing() as connection:
            roots.add_roots(connection, added)

    def remove_root(self, path: str) -> None:
        """Take a folder out: its photos leave the library's view, what is known of their contents stays."""
        self._must_be_writable()
        with self._catalog.writing() as connection:
            roots.remove_root(connection, path)

    def settings(self) -> ScanSettings:
        """What scans look at."""
        with self._catalog.reading() as connection:
            return roots.load_settings(connection)

    def save_settings(self, settings: ScanSettings) -> None:
        """Remember what scans look at; with other limits, files that a limit kept out are tried again."""
        self._must_be_writable()
        with self._catalog.writing() as connection:
            roots.save_settings(connection, settings)

    def rules(self) -> RuleSet:
        """By which rules keepers are chosen.

        Raises:
            RulesError: they were saved by a newer photosim.
        """
        with self._catalog.reading() as connection:
            return load_rules(connection)

    def save_rules(self, rules: RuleSet | None) -> None:
        """Choose keepers by these rules from now on; None: by those that photosim comes with."""
        self._must_be_writable()
        with self._catalog.writing() as connection:
            save_rules(connection, rules)

    def arrangement(self, page: str) -> str | None:
        """What a page of the window wrote last of how it is arranged, or None."""
        with self._catalog.reading() as connection:
            return load_arrangement(connection, page)

    def save_arrangement(self, page: str, text: str) -> None:
        """Keep how a page of the window is arranged."""
        self._must_be_writable()
        with self._catalog.writing() as connection:
            save_arrangement(connection, page, text)

    # Scanning

    def begin_scan(self, scanned: Sequence[Root]) -> int:
        """Begin a scan of these roots and return its number; roots that are not known yet are added."""
        self._must_be_writable()
        with self._catalog.writing() as connection:
            scan = scans.begin_scan(connection, scanned)
            contents: int = connection.execute("SELECT count(*) FROM contents").fetchone()[0]
        # To ask for every thumbnail would make each scan slower for what hardly ever happens.
        self._refilling = scan if self._thumbnails.fewer_than(contents) else None
        return scan

    def classify(self, scan: int, files: Sequence[FoundFile], model_id: str) -> list[FileState]:
        """What each file is to the library, in one transaction.

        Notes that the scan saw the files, and takes over the new path of moved ones. A file has moved when
        a known file with the same volume, inode, size and time no longer lies under its old path.

        Args:
            scan: from `begin_scan`.
            files: what discovery came upon, each path once.
            model_id: a photo whose content has no code of this model, or has lost its thumbnail, must be read
                again (`STALE`).
        """
        self._must_be_writable()
        with self._catalog.writing() as connection:
            states = classify(connection, scan, files, model_id)
            if scan != self._refilling:
                return states
            contents = contents_at(connection, files)
        lost = self._thumbnails.lost(set(contents.values()))
        return [
            FileState.STALE if state is FileState.UNCHANGED and contents.get(file.path) in lost else state
            for file, state in zip(files, states, strict=True)
        ]

    def has_code(self, contents: Iterable[ContentId], model_id: str) -> set[ContentId]:
        """Those of the contents that need not be encoded, because they have a code of the model."""
        with self._catalog.reading() as connection:
            return contents_with_code(connection, contents, model_id)

    def store(
        self, scan: int, records: Sequence[Recorded], problems: Sequence[StampedProblem], model_id: str
    ) -> list[Photo]:
        """Write a batch, whole or not at all.

        Args:
            scan: from `begin_scan`.
            records: photos that were read.
            problems: files and folders that were left out.
            model_id: the model that made the codes.

        Returns:
            The photos of `records`, in their order, as the library knows them now.

        Raises:
            ValueError: a code is not of unit norm, or the bits are not 8 bytes.
        """
        self._must_be_writable()
        # The thumbnails first: should the process end in between, one too many is no harm.
        self._thumbnails.put({record.read.content: record.read.thumbnail for record in records})
        with self._catalog.writing() as connection:
            return store(connection, scan, records, problems, model_id)

    def finish_scan(self, scan: int, scanned: Sequence[Root], complete: bool) -> int:
        """End a scan.

        After a complete scan, known files that it did not come upon are marked missing, but only below those
        scanned folders that are there themselves (a drive that was pulled out takes no photo with it); those
        that exist and were left out by the settings leave the library's view. A missing file whose bytes the
        scan found under a new path counts as moved and gives up the old one.

        Args:
            scan: from `begin_scan`.
            scanned: the roots given there.
            complete: whether the scan came to its end.

        Returns:
            How many known files below the scanned folders are missing; 0 if the scan is not complete.
        """
        self._must_be_writable()
        if not complete:
            with self._catalog.writing() as connection:
                scans.end_scan(connection, scan, complete=False)
            return 0
        folders = scans.present(scanned)
        with self._catalog.reading() as connection:
            absentees = scans.find_absentees(connection, scan, folders)
        with self._catalog.writing() as connection:
            return scans.finish_scan(connection, scan, scanned, folders, absentees)

    def note_moves(self, gone: Iterable[str], there: Iterable[tuple[FoundFile, ContentId]] = ()) -> None:
        """Take over what photosim did to files, without a scan.

        What is known of their contents stays. A file that was taken away is not missed by later scans; when
        it lies in its place again, a scan or this method knows it at once.

        Args:
            gone: paths that hold no file any more.
            there: files that lie under their path now, with the content they are known to have; one of
                unknown content is left to the next scan.
        """
        self._must_be_writable()
        with self._catalog.writing() as connection:
            note_moves(connection, gone, there)

    # Photos and codes

    def photos(self) -> list[Photo]:
        """All photos below the library's folders, in the order of their path bytes."""
        with self._catalog.reading() as connection:
            return reads.load_photos(connection)

    def photo(self, path: str) -> Photo | None:
        """The photo under this path, or None."""
        with self._catalog.reading() as connection:
            return reads.load_photo(connection, path)

    def photo_count(self) -> int:
        """How many photos `photos` would give."""
        with self._catalog.reading() as connection:
            return reads.count_photos(connection)

    def pending(self) -> list[Root]:
        """Folders whose last scan did not come to its end (stopped, killed, or running now)."""
        with self._catalog.reading() as connection:
            return roots.load_pending(connection)

    def problems(self, below: Sequence[Root] | None = None) -> list[Problem]:
        """What was left out below these roots (all roots, if None), in the order of the path bytes."""
        with self._catalog.reading() as connection:
            return reads.load_problems(connection, below)

    def codes(self, model_id: str, kept: KeptCodes | None = None) -> CodeTable:
        """The codes of all contents that `photos` has, of this model only.

        Args:
            model_id: see there.
            kept: what was read before, of this model: it is brought up to date, and shared.
        """
        with self._catalog.reading() as connection:
            return (kept or KeptCodes()).read(connection, model_id)

    def uncoded(self, model_id: str) -> set[ContentId]:
        """The contents of `photos` that another model has encoded, and this one has not."""
        with self._catalog.reading() as connection:
            return load_uncoded(connection, model_id)

    def generation(self) -> int:
        """A number that differs whenever photos or codes differ, also when another process changed them."""
        with self._catalog.reading() as connection:
            return reads.load_generation(connection)

    def untold(self) -> dict[ContentId, FoundFile]:
        """JPEGs that were read before photosim asked how a picture was saved, a file of each."""
        with self._catalog.reading() as connection:
            return load_untold(connection)

    def save_told(self, told: Mapping[ContentId, Saving]) -> None:
        """Keep how pictures were saved."""
        self._must_be_writable()
        with self._catalog.writing() as connection:
            save_told(connection, told)

    # Pairs

    def evidence(self, pairs: Collection[ContentPair], method: int) -> dict[ContentPair, Evidence]:
        """What was found of those pairs that were looked at by this method of verification."""
        with self._catalog.reading() as connection:
            return load_evidence(connection, pairs, method)

    def save_evidence(self, found: Mapping[ContentPair, Evidence], method: int) -> None:
        """Keep what a method of verification found; it replaces what another one found of these pairs."""
        self._must_be_writable()
        with self._catalog.writing() as connection:
            save_evidence(connection, found, method)

    # Judgements

    def judgements(self) -> list[Judgement]:
        """What the user said of pairs, by pair; also of contents that the library does not know."""
        with self._catalog.reading() as connection:
            return load_judgements(connection)

    def change_judgements(self, put: Iterable[Judgement], forget: Iterable[ContentPair] = ()) -> None:
        """Forget what was said of some pairs and keep judgements, all of it or nothing.

        Args:
            put: each takes the place of what was said of its pair before.
            forget: pairs without a judgement are no matter.
        """
        self._must_be_writable()
        with self._catalog.writing() as connection:
            forget_judgements(connection, forget)
            save_judgements(connection, put)

    def strictness(self) -> int:
        """How strictly pictures are called the same, see `domain.strictness`."""
        with self._catalog.reading() as connection:
            return load_strictness(connection)

    def save_strictness(self, strictness: int) -> None:
        """Remember how strictly pictures are called the same.

        Raises:
            ValueError: it is not on the scale.
        """
        self._must_be_writable()
        with self._catalog.writing() as connection:
            save_strictness(connection, strictness)

    # Marks of the review

    def marks(self) -> dict[str, Mark]:
        """What the user decided of files, by path; a file whose bytes have changed since has no mark."""
        with self._catalog.reading() as connection:
            return load_marks(connection)

    def set_marks(self, marks: Mapping[str, Mark | None]) -> None:
        """Mark files, or take their marks away (None), all or none; unknown paths are no matter."""
        self._must_be_writable()
        with self._catalog.writing() as connection:
            set_marks(connection, marks)

    # Thumbnails

    def thumbnail(self, content: ContentId) -> bytes | None:
        """The thumbnail's JPEG bytes, or None when there is none (any more)."""
        return self._thumbnails.get([content]).get(content)

    def thumbnails(self, contents: Iterable[ContentId]) -> dict[ContentId, bytes]:
        """The thumbnails of those contents that have one."""
        return self._thumbnails.get(contents)

    def save_thumbnails(self, thumbnails: Mapping[ContentId, bytes]) -> None:
        """Keep thumbnails that were made again."""
        self._must_be_writable()
        self._thumbnails.put(thumbnails)

    def _must_be_writable(self) -> None:
        if self.read_only:
            raise LibraryReadOnlyError(self.read_only_reason)
