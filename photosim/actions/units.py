"""Companions: what belongs to a picture goes with it, and only if nothing is lost by that."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from photosim.actions import sentences
from photosim.domain.actions import CompanionProof, FileProof
from photosim.domain.companions import Companion, Companions, unmatched
from photosim.domain.errors import SafetyError
from photosim.domain.photo import Photo


class UnitError(SafetyError):
    """A unit that cannot go as a whole; the sentence tells why."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A victim and a keeper, each with what lies beside it.

    Attributes:
        victim: path of the picture that goes.
        keeper: path of the picture that stays.
        beside: companions of the victim.
        beside_keeper: companions of the keeper.
        proofs: of all companions of both, and of the keeper.
    """

    victim: str
    keeper: str
    beside: tuple[Companion, ...]
    beside_keeper: tuple[Companion, ...]
    proofs: Mapping[str, FileProof]

    @classmethod
    def around(
        cls,
        victim: Photo,
        keeper: Photo,
        companions: Companions,
        proofs: Mapping[str, FileProof],
        photos: Mapping[str, Photo],
    ) -> Self:
        """The units of two photos.

        Raises:
            UnitError: what belongs to one of them is unknown.
        """
        known: dict[str, FileProof] = {}
        for photo in (victim, keeper):
            if photo.path not in companions:
                raise UnitError(sentences.with_paths(sentences.UNLISTED, victim.path, keeper.path))
            for path in (photo.path, *(one.path for one in companions[photo.path])):
                seen = photos.get(path)
                proof = FileProof(path, seen.stamp, seen.content) if seen is not None else proofs.get(path)
                if proof is not None:
                    known[path] = proof
        return cls(victim.path, keeper.path, companions[victim.path], companions[keeper.path], known)

    def leaving(
        self, kept: Collection[str], *, decided: bool, with_sidecars: bool
    ) -> tuple[CompanionProof, ...]:
        """What goes together with the victim.

        A companion that shows something itself goes only when the keeper has an identical one; one that
        somebody decided to keep stays, and so does every sidecar that belongs to something that stays.
        Without a decision no notes go of a kind that the keeper has none of.

        Args:
            kept: paths that somebody decided to keep.
            decided: whether somebody decided that the victim goes.
            with_sidecars: whether mere sidecars go along.

        Raises:
            UnitError: something would be lost, or a file could not be read.
        """
        staying = kept if decided else ()
        contents = [one for one in self.beside if one.kind.is_content and one.path not in staying]
        unit = {self.victim, *(one.path for one in contents)}
        sidecars = [one for one in self.beside if not one.kind.is_content and unit.issuperset(one.of)]
        going = [*contents, *(sidecars if with_sidecars else ())]
        self._check_notes(going, decided=decided)
        return tuple(
            CompanionProof(self._proof(one), one.kind, self._twin(one) if one.kind.is_content else None)
            for one in sorted(going, key=lambda one: one.path)
        )

    def _check_notes(self, going: Sequence[Companion], *, decided: bool) -> None:
        notes = sorted(one.path for one in going if not one.kind.is_content)
        alone = None if decided else unmatched(notes, self.beside_keeper)
        if alone is not None:
            raise UnitError(sentences.with_paths(sentences.NOTES, self.victim, self.keeper, alone))

    def _proof(self, companion: Companion) -> FileProof:
        proof = self.proofs.get(companion.path)
        if proof is None:
            raise self._error(sentences.COMPANION_UNREADABLE, companion)
        return proof

    def _twin(self, companion: Companion) -> FileProof:
        content = self._proof(companion).content
        for path in (self.keeper, *(one.path for one in self.beside_keeper)):
            proof = self.proofs.get(path)
            if proof is not None and proof.content == content and path != companion.path:
                return proof
        raise self._error(sentences.NO_TWIN, companion)

    def _error(self, sentence: str, companion: Companion) -> UnitError:
        return UnitError(sentences.with_paths(sentence, self.victim, self.keeper, companion.path))
