"""The keeper rules in words, for window and command line."""

from dataclasses import dataclass

from photosim.domain.rules import RuleName


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rule is called, and what it does.

    Attributes:
        title: a few words.
        explanation: a sentence or two.
    """

    title: str
    explanation: str


RULE_WORDS = {
    RuleName.PROTECTED: RuleWords(
        "In a protected folder", "A photo of a protected folder is never removed, so it is the one to keep."
    ),
    RuleName.FOLDER: RuleWords(
        "In a preferred folder",
        "The folders you prefer, best first. A photo in none of them loses against one that is.",
    ),
    RuleName.FIRST_HAND: RuleWords(
        "Not made from another",
        "What was saved again, cropped, coloured, stretched or written over repeats the marks that the "
        "compression of the first JPEG left, and loses against it; so does what is the same blurred, or with "
        "noise added, and what was washed out, darkened or burnt since, unless the other is smaller or saved "
        "badly. Files are read again for it where no photo names its camera, or several do. Where a copy was "
        "shrunk or saved much worse no marks are left, and the other rules decide.",
    ),
    RuleName.FAR_MORE_PIXELS: RuleWords(
        "Far more pixels",
        "At least one and a half times as many pixels. A little enlargement makes a copy bigger, but no "
        "better; this much is more picture. Frames and bars do not count, nor do pixels that a screen or a "
        "program only enlarged.",
    ),
    RuleName.UNFRAMED: RuleWords(
        "Without frame or bars",
        "A copy in a frame, between black bars, or as a screenshot loses against the picture alone.",
    ),
    RuleName.RAW: RuleWords("Camera raw", "The camera's raw picture is better than what was made of it."),
    RuleName.UNEDITED: RuleWords(
        "Unedited",
        "Where one photo names its camera, those lose that an editor saved (Photoshop, Snapseed, and so on), "
        "that are screenshots, or that are called an edited version (IMG_E1234, -edited).",
    ),
    RuleName.ORIGIN: RuleWords(
        "Date, place and camera", "How many of the three its EXIF data tells; most copies have lost them."
    ),
    RuleName.MORE_PIXELS: RuleWords(
        "More pixels",
        "Width times height, to the last pixel; frames, bars and what was only enlarged do not count.",
    ),
    RuleName.EXIF: RuleWords(
        "More EXIF fields", "Programs that copy photos drop some of what the camera wrote."
    ),
    RuleName.JPEG_QUALITY: RuleWords(
        "Compressed least",
        "JPEG quality as the file's tables tell it. It speaks of the last saving only, and only where all "
        "are JPEGs.",
    ),
    RuleName.SHARPNESS: RuleWords(
        "Sharpest",
        "Measured at the size of thumbnails, on what the photos show in common and at one scale: it tells a "
        "blurred shot from a sharp one, not the last bit of detail. Copies that could not be laid on each "
        "other are not compared; shots of one moment are, as they are.",
    ),
    RuleName.LARGER_FILE: RuleWords("Larger file", "More bytes for the same picture."),
    RuleName.PLAIN_NAME: RuleWords(
        "Not named like a copy", "Names such as “IMG_1234 (1)”, “Kopie von …” and “… - Copy” lose."
    ),
    RuleName.OLDEST: RuleWords("Oldest file", "By the time the file was written, to the second."),
}
