"""The reasons of the keeper rules: why `best` (one or more photos) are better than `worse`."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime

from photosim.domain.files import display_path
from photosim.domain.names import original_stem, stem_of
from photosim.domain.photo import Facts, Photo
from photosim.domain.words import dimension_words, enumerated, percent_words, size_words
from photosim.similarity.keeper import Share, TruePixels
from photosim.similarity.traces import Trace

_SCREENSHOT = "screenshot"


def present(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    """It is there."""
    was = "was" if len(worse) == 1 else "were"
    return f"still in its place; {_others(best, worse)} {was} not found by the last scan"


def protected(_best: Sequence[Photo], _worse: Sequence[Photo]) -> str:
    """It is in a protected folder."""
    return "in a protected folder"


def preferred(folder_of: Callable[[Photo], str | None]) -> Callable[[Sequence[Photo], Sequence[Photo]], str]:
    """It is in a preferred folder, or in a more preferred one; `folder_of` names the one a photo is in."""

    def words(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
        folder = folder_of(best[0]) or ""
        name = display_path(os.path.basename(folder) or folder)
        others = [other for photo in worse if (other := folder_of(photo)) is not None]
        if not others:
            return f"in the preferred folder “{name}”"
        return f"in “{name}”, which you prefer to the folder of {_others(best, worse)}"

    return words


def first_hand(best: Sequence[Photo], worse: Sequence[Photo], traces: Collection[Trace]) -> str:
    """It was there before the others, as what these show tells."""
    if traces == {Trace.RETONED}:
        as_it_was = "" if len(best) == 1 else "its own are as they were; "
        return f"{as_it_was}brightness or colours of {_others(best, worse)} were changed afterwards"
    if len(best) > 1:
        return f"not made from another, as {_others(best, worse)} {'was' if len(worse) == 1 else 'were'}"
    if len(worse) == 1:
        return "the other was made from it, as traces in its pixels show"
    return "the others were made from it, as traces in their pixels show"


def pixels(share: Share, true_pixels: TruePixels) -> Callable[[Sequence[Photo], Sequence[Photo]], str]:
    """It shows more; frames and bars are left aside, and so is what only enlarging made."""

    def words(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
        sizes = {_size(photo, share, true_pixels): true_pixels(photo) for photo in worse}
        largest = max(sizes, key=lambda size: (sizes[size], size))
        most = "at most " if len(sizes) > 1 else ""
        own = dimension_words(best[0].facts.width, best[0].facts.height)
        return f"{_superlative(best, 'largest')}: {own} pixels, {_others(best, worse)} {most}{largest}"

    return words


def _size(photo: Photo, share: Share, true_pixels: TruePixels) -> str:
    size, shown = dimension_words(photo.facts.width, photo.facts.height), share(photo)
    if shown < 1.0:
        size = f"{size}, {percent_words(shown)} of it picture"
    return f"{size}, merely enlarged" if true_pixels(photo) < photo.facts.pixels * shown else size


def unframed(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    """It is the picture alone."""
    others = _others(best, worse)
    return f"without a frame, unlike {'another' if others == 'one other' else others}"


def raw(_best: Sequence[Photo], _worse: Sequence[Photo]) -> str:
    """It is raw."""
    return "the camera's raw picture"


def unedited(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    """It is as the camera wrote it, as far as it tells."""
    own = "straight from the camera" if best[0].facts.camera else "no sign of editing"
    who = _others(best, worse)
    programs = sorted({photo.facts.software for photo in worse if _names_an_editor(photo)})
    if programs:
        was = "was" if len(worse) == 1 else "were"
        return f"{own}; {who} {was} saved by {enumerated(programs[:2])}"
    if all(_SCREENSHOT in photo.facts.software.lower() for photo in worse):
        return f"{own}; {who} {'is a screenshot' if len(worse) == 1 else 'are screenshots'}"
    is_called = "is called an edited version" if len(worse) == 1 else "are called edited versions"
    return f"{own}; {who} {is_called}"


def _names_an_editor(photo: Photo) -> bool:
    software = photo.facts.software
    # What is called an edited version may have been saved by the camera's own program.
    return (
        bool(software) and _SCREENSHOT not in software.lower() and original_stem(stem_of(photo.path)) is None
    )


def riches(facts: Facts) -> dict[str, bool]:
    """What EXIF data may tell of the shot, and whether it does."""
    return {
        "the date": facts.taken_at is not None,
        "GPS": facts.latitude is not None and facts.longitude is not None,
        "the camera": bool(facts.camera),
    }


def exif(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    """Its EXIF data tells more."""
    rivals = [riches(photo.facts) for photo in worse]
    own = riches(best[0].facts)
    only = [name for name, has in own.items() if has and not any(rival[name] for rival in rivals)]
    fields, most = best[0].facts.exif_fields, max(photo.facts.exif_fields for photo in worse)
    others = _others(best, worse)
    if fields > most:
        has = enumerated([*only, f"{fields} EXIF field{'s' * (fields != 1)}"])
        if not most:
            return f"carries {has}, {others} none"
        lack = f" and not {enumerated(only)}" if only else ""
        return f"carries {has}, {others} {'at most ' * (len(worse) > 1)}{most}{lack}"
    if only:
        return f"carries {enumerated(only)}, {others} not"
    return f"carries more of the date, GPS and the camera than {others}"


def quality(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    """It was compressed less."""
    own, most = best[0].facts.jpeg_quality, max(photo.facts.jpeg_quality or 0 for photo in worse)
    at_most = "at most " if len({photo.facts.jpeg_quality for photo in worse}) > 1 else ""
    among = "compressed least" if len(best) == 1 else "among the least compressed"
    return f"{among}: JPEG quality {own}, {_others(best, worse)} {at_most}{most}"


def sharpness(own: float, other: float, best: Sequence[Photo], *, in_common: bool) -> str:
    """It is sharper: its own sharpness and that of the next."""
    # Among several of the best it may be ahead by less than the figure shows.
    times = f", {own / other:.1f} times as sharp as the next" if other and own >= 1.05 * other else ""
    where = " where all show the same" if in_common else ""
    return f"{_superlative(best, 'sharpest')}{where}{times}"


def file_size(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    """It has more bytes."""
    most = max(photo.stamp.size for photo in worse)
    own, other = size_words(best[0].stamp.size), size_words(most)
    if own == other:
        own, other = f"{best[0].stamp.size:,} bytes", f"{most:,}"
    at_most = "at most " if len({photo.stamp.size for photo in worse}) > 1 else ""
    return f"{_superlative(best, 'largest file')}: {own}, {_others(best, worse)} {at_most}{other}"


def plain_name(_best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    """It is not named like a copy."""
    name = display_path(os.path.basename(min(worse, key=lambda photo: photo.path).path))
    is_one = "is" if len(worse) == 1 else "and others are"
    return f"not named like a copy, as “{name}” {is_one}"


def written(photo: Photo) -> int:
    """When the file was written, in seconds; copying keeps it, but not always below the second."""
    return photo.stamp.mtime_ns // 1_000_000_000


def age(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    """Its file is older."""
    own, other = _day(written(best[0])), _day(min(written(photo) for photo in worse))
    dates = f", of {own}; {_others(best, worse)} of {other}" if own != other else ""
    later = " or later" if dates and len(worse) > 1 else ""
    return f"{_superlative(best, 'oldest file')}{dates}{later}"


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _others(best: Sequence[Photo], worse: Sequence[Photo]) -> str:
    if len(best) > 1:
        return "one other" if len(worse) == 1 else "others"
    return "the other" if len(worse) == 1 else "the others"


def _superlative(best: Sequence[Photo], word: str) -> str:
    return f"the {word}" if len(best) == 1 else f"among the {word}"
