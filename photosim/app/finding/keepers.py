"""Chooses keepers by the library's rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from photosim.app.finding.descent import Descent
from photosim.app.finding.descent_kept import Question
from photosim.app.finding.true_pixels import TruePixels
from photosim.domain.similarity import ContentPair, Evidence, Relation, content_pair, seen_from
from photosim.imaging import thumbnail
from photosim.similarity.keeper import Choice, choose
from photosim.similarity.keeper_rules import Sharpness, by_whole_pictures, rules_for
from photosim.similarity.sharpness import sharpness_in_common

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from photosim.app.workspace import Workspace
    from photosim.domain.photo import ContentId, Photo
    from photosim.domain.progress import CancelToken
    from photosim.domain.rules import RuleSet

# Below it a part of the scene is missing in one of the two.
_WHOLE = 0.97
# Of groups of thousands not everybody is held against everybody.
_MOST_TRIED = 64


class Keepers:
    """Chooses the keeper of each group, once; for one piece of work."""

    def __init__(
        self,
        workspace: Workspace,
        rules: RuleSet,
        evidence: Mapping[ContentPair, Evidence],
        verdicts: dict[Question, bool],
        cancel: CancelToken,
    ) -> None:
        """Be ready to choose.

        Args:
            workspace: has the thumbnails on which sharpness is measured, and reads files again.
            rules: to choose by.
            evidence: how pictures lie on each other, as far as that is known when a keeper is asked for.
            verdicts: who was made from whom, as far as that is known; new ones are added.
            cancel: ends the reading of files; choosing then raises `Cancelled`.
        """
        self._verdicts = verdicts
        self._workspace = workspace
        self._render = partial(workspace.reader.render, cancel=cancel)
        self._rules = rules
        self._evidence = evidence
        self._chosen: dict[tuple[Relation, tuple[str, ...]], Choice] = {}

    def __call__(self, photos: Sequence[Photo], relation: Relation) -> Choice:
        """The keeper of a group; asked again for the same photos it is the same."""
        key = relation, tuple(sorted(photo.path for photo in photos))
        if key not in self._chosen:
            sharpness = SharpnessInCommon(self._workspace.library, photos, self._evidence, relation)
            share = PictureShare(photos, self._evidence)
            true_pixels = TruePixels(photos, share, self._evidence, self._render, self._verdicts)
            descent = Descent(photos, self._evidence, self._render, self._verdicts, self._small)
            rules = rules_for(self._rules, relation, sharpness, share, true_pixels, descent.made_from)
            self._chosen[key] = choose(photos, rules, true_pixels)
        return self._chosen[key]

    def _small(self, content: ContentId) -> NDArray[np.uint8] | None:
        return small_picture(self._workspace.library, content)


class PictureShare:
    """Tells how much of each photo of a group is picture, by what others of the group show of it."""

    def __init__(self, photos: Sequence[Photo], evidence: Mapping[ContentPair, Evidence]) -> None:
        self._contents = sorted({photo.content for photo in photos})[:_MOST_TRIED]
        self._evidence = evidence
        self._shares: dict[ContentId, float] = {}

    def __call__(self, photo: Photo) -> float:
        """0..1; 1 for a photo of which nobody saw that it has a frame."""
        content = photo.content
        if content not in self._shares:
            seen = [self._seen_by(content, other) for other in self._contents if other != content]
            self._shares[content] = max((share for share in seen if share is not None), default=1.0)
        return self._shares[content]

    def _seen_by(self, content: ContentId, other: ContentId) -> float | None:
        found = self._evidence.get(content_pair(content, other))
        # Of a neighbouring shot it is not known where its picture ends.
        if found is None or not found.same:
            return None
        first = content < other
        framed = found.framed_first if first else found.framed_second
        return (found.overlap_first if first else found.overlap_second) if framed else None


class KnowsThumbnails(Protocol):
    """Has small pictures of photos."""

    def thumbnail(self, content: ContentId) -> bytes | None:
        """A JPEG, or None where there is none."""


def small_picture(library: KnowsThumbnails, content: ContentId) -> NDArray[np.uint8] | None:
    """The small picture of a photo, (H, W, 3) uint8 RGB; None where it is missing or damaged."""
    stored = library.thumbnail(content)
    try:
        return None if stored is None else thumbnail.decode(stored)
    except OSError:
        return None


class SharpnessInCommon:
    """Compares the sharpness of the photos of a group, each beside the one that most were laid on.

    Shots of one moment that nobody laid on each other, but of one size, are compared as they are: a
    burst shows nearly the same in all of its frames. Nothing is measured before the first question.
    """

    def __init__(
        self,
        library: KnowsThumbnails,
        photos: Sequence[Photo],
        evidence: Mapping[ContentPair, Evidence],
        relation: Relation,
    ) -> None:
        self._library = library
        self._previews = {photo.content: photo.preview_digest for photo in photos}
        self._evidence = evidence
        self._shots = not relation.is_same_picture
        self._hub: ContentId | None = None
        self._values: dict[ContentId, float | None] = {}
        self._partial: set[ContentId] = set()
        self._pictures: dict[ContentId, NDArray[np.uint8] | None] = {}

    def __call__(self, photos: Sequence[Photo]) -> Sharpness | None:
        """See `keeper_rules.MeasureSharpness`; the photos are of the group."""
        contents = {photo.content for photo in photos}
        if len({self._previews[content] for content in contents}) == 1:
            return Sharpness(dict.fromkeys(contents, 1.0))
        values = {content: self._value(content) for content in contents}
        known = {content: value for content, value in values.items() if value is not None}
        if len(known) < len(values):
            of_one_size = len({(photo.facts.width, photo.facts.height) for photo in photos}) == 1
            return by_whole_pictures(photos) if self._shots and of_one_size else None
        return Sharpness(known, in_common=not self._partial.isdisjoint(contents))

    def _value(self, content: ContentId) -> float | None:
        if self._hub is None:
            self._hub = self._most_laid_on()
        if content not in self._values:
            self._values[content] = self._beside(self._hub, content)
        return self._values[content]

    def _most_laid_on(self) -> ContentId:
        contents = sorted(self._previews)
        asked = contents[:_MOST_TRIED]
        laid = {one: sum(self._is_laid(one, other) for other in contents) for one in asked}
        return max(asked, key=lambda content: laid[content])

    def _is_laid(self, first: ContentId, second: ContentId) -> bool:
        found = self._evidence.get(content_pair(first, second))
        return found is not None and found.transform is not None

    def _beside(self, hub: ContentId, content: ContentId) -> float | None:
        if self._previews[hub] == self._previews[content]:
            return 1.0
        laid = seen_from(hub, content, self._evidence)
        one, two = self._picture(hub), self._picture(content)
        if laid is None or laid.transform is None or one is None or two is None:
            return None
        found = sharpness_in_common(one, two, laid.transform)
        if found is None or not found[0]:
            return None
        if min(laid.overlap_first, laid.overlap_second) < _WHOLE:
            self._partial.add(content)
        return found[1] / found[0]

    def _picture(self, content: ContentId) -> NDArray[np.uint8] | None:
        if content not in self._pictures:
            self._pictures[content] = small_picture(self._library, content)
        return self._pictures[content]
