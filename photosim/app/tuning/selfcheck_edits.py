"""What the self-check does to copies of the user's photos: what really happens to photos."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PIL import ImageOps

from photosim.app.trying import edits
from photosim.app.trying.edits import Edit, Picture, Save

_MESSENGER_SIDE = 1024
_PREVIEW_SIDE = 240


@dataclass(frozen=True, slots=True)
class TrialEdit:
    """One thing that happens to photos.

    Attributes:
        name: names it in JSON.
        words: names it for people.
        edit: what is done to the picture.
        save: how it is written.
        keeps_exif: whether the copy still tells when and by which camera it was taken.
    """

    name: str
    words: str
    edit: Edit
    save: Save
    keeps_exif: bool = False

    def made_of(self, picture: Picture, taken_at: datetime | None, camera: str) -> bytes:
        """The edited copy's file."""
        kept = taken_at if self.keeps_exif else None
        save = Save(self.save.format, self.save.quality, kept, ("", camera), self.save.turned)
        return edits.encode(self.edit(picture), save)


def _within(picture: Picture, side: int) -> Picture:
    return edits.shrink(picture, min(1.0, side / max(picture.size)))


def _on_a_screen(picture: Picture) -> Picture:
    return edits.screenshot(_within(picture, _MESSENGER_SIDE))


_GOOD, _WEB = Save(quality=92), Save(quality=80)

TRIAL_EDITS = (
    TrialEdit("resaved", "Saved again by an editor", edits.as_taken, _GOOD, keeps_exif=True),
    TrialEdit("strong-jpeg", "Compressed strongly", edits.as_taken, Save(quality=25)),
    TrialEdit("webp", "Turned into WebP", edits.as_taken, Save("WEBP", quality=60)),
    TrialEdit("half-size", "Half as wide", partial(edits.shrink, share=0.5), _WEB, keeps_exif=True),
    TrialEdit("messenger", "Sent by messenger", partial(_within, side=_MESSENGER_SIDE), Save(quality=55)),
    TrialEdit("preview", "A small preview", partial(_within, side=_PREVIEW_SIDE), _WEB),
    TrialEdit("trimmed", "Edges cut off", partial(edits.crop, box=(0.06, 0.04, 0.95, 0.97)), _GOOD),
    TrialEdit("square", "Cut to a square", edits.square, _GOOD),
    TrialEdit("cropped", "Cropped to under half", partial(edits.crop, box=(0.2, 0.15, 0.88, 0.8)), _GOOD),
    TrialEdit("straightened", "Straightened by 3 degrees", partial(edits.straighten, degrees=3.0), _GOOD),
    TrialEdit("turned", "Turned on its side", partial(edits.turn, degrees=90), _GOOD),
    TrialEdit("turned-by-exif", "Turned by its EXIF data", edits.as_taken, Save(quality=92, turned=True)),
    TrialEdit("mirrored", "Mirrored", ImageOps.mirror, _GOOD),
    TrialEdit("brighter", "Brightened", partial(edits.brighten, factor=1.3), _GOOD, keeps_exif=True),
    TrialEdit("vivid", "Vivid colours", partial(edits.colour, saturation=1.5, contrast=1.2), _GOOD),
    TrialEdit("grey", "Black and white", ImageOps.grayscale, _GOOD),
    TrialEdit("filter", "A warm filter", edits.warm, _GOOD),
    TrialEdit("caption", "Text written on it", partial(edits.caption, text="Greetings from us"), _GOOD),
    TrialEdit("framed", "In a white frame", partial(edits.frame, share=0.06), _GOOD),
    TrialEdit("story", "Between bars, as a story", edits.story, _WEB),
    TrialEdit("screenshot", "Screenshot of a phone", _on_a_screen, Save("PNG")),
)
"""Every photo of the sample meets each of them once."""
