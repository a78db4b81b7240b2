"""Content decides what a file is; its name only decides how to speak of it."""

import re

from photosim.domain.files import ProblemKind
from photosim.imaging.formats import format_by_suffix, picture_label_by_suffix
from photosim.imaging.refusal import Refusal

HEAD_BYTES = 4096
"""How much of a file's beginning `identify` wants to see."""

_TIFF = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_RAW = (b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"FUJIFILMCCD-RAW", b"FOVb", b"\0MRM")
_BMP_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)

_HEIF_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"))
_AVIF_BRANDS = frozenset((b"avif", b"avis"))

_VIDEO_BRANDS = (b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"qt  ", b"M4V ", b"3gp4", b"3gp5", b"3g2a")

# Two characters are too short a mark to stand alone: text may begin with them.
_NETPBM = re.compile(rb"P[1-7][\s]+(?:[0-9#]|WIDTH)")

_FOREIGN_PICTURES = (
    (b"8BPS", "Photoshop file"),
    (b"gimp xcf", "GIMP file"),
    (b"%!PS", "PostScript picture"),
    (b"\xc5\xd0\xd3\xc6", "PostScript picture"),
    (b"DDS ", "DirectDraw picture"),
    (b"BLP1", "Blizzard texture"),
    (b"BLP2", "Blizzard texture"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000 picture"),
    (b"\xff\x4f\xff\x51", "JPEG 2000 picture"),
    (b"\xff\x0a", "JPEG XL picture"),
    (b"\0\0\0\x0cJXL ", "JPEG XL picture"),
    (b"II\xbc\x01", "JPEG XR picture"),
    (b"\x76\x2f\x31\x01", "OpenEXR picture"),
    (b"#?RADIANCE", "Radiance picture"),
    (b"qoif", "QOI picture"),
    (b"AT&TFORM", "DjVu document"),
)

_OTHER_CONTENT = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x1aE\xdf\xa3", "a video"),
    (b"OggS", "sound or a video"),
    (b"ID3", "sound"),
    (b"<!DOCTYPE", "a web page"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\0\x05\x16\x07", "a companion file of macOS"),
    (b"SQLite format 3", "a database"),
)


def identify(head: bytes, name: str) -> str:
    """Name the format of a file.

    Args:
        head: its first `HEAD_BYTES` bytes, or all when there are fewer.
        name: its name or path; tells camera raw from plain TIFF and words the refusal.

    Returns:
        `Format.name` of the table in `formats`.

    Raises:
        Refusal: the content is no picture that photosim reads.
    """
    known = _readable(head, name)
    if known is None:
        raise _refuse(head, name)
    return known


def _readable(head: bytes, name: str) -> str | None:  # noqa: PLR0911 - one return a format
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "BMP"
    if head.startswith(_RAW) or head[6:14] == b"HEAPCCDR":
        return "RAW"
    if head.startswith(_TIFF):
        named = format_by_suffix(name)
        camera = (named is not None and named.name == "RAW") or head[8:10] == b"CR"
        return "RAW" if camera else "TIFF"
    return _readable_by_brand(head)


def _readable_by_brand(head: bytes) -> str | None:
    if head[4:8] != b"ftyp":
        return None
    brands = _brands(head)
    if head[8:12] in _VIDEO_BRANDS:
        return None
    if b"crx " in brands:
        return "RAW"
    if brands & _AVIF_BRANDS:
        return "AVIF"
    if brands & _HEIF_BRANDS or brands & {b"mif1", b"msf1"}:
        return "HEIF"
    return None


def _brands(head: bytes) -> set[bytes]:
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[8:12]} | {head[start : start + 4] for start in range(16, end - 3, 4)}


def _refuse(head: bytes, name: str) -> Refusal:
    label = picture_label_by_suffix(name)
    foreign = _foreign_picture(head)
    if foreign:
        return Refusal(ProblemKind.NOT_AN_IMAGE, f"This is a {foreign}, which photosim does not read.")
    if label is None:
        return Refusal(ProblemKind.OTHER_FILE, "This is not a picture." if head else "The file is empty.")
    if not head:
        return Refusal(ProblemKind.NOT_AN_IMAGE, "The file is empty.")
    content = _other_content(head)
    if content:
        return Refusal(ProblemKind.NOT_AN_IMAGE, f"It is named like a {label}, but it is {content}.")
    if format_by_suffix(name) is None:
        return Refusal(ProblemKind.NOT_AN_IMAGE, f"It is named like a {label}, which photosim does not read.")
    return Refusal(
        ProblemKind.NOT_AN_IMAGE, f"It is named like a {label}, but its content is something else."
    )


def _foreign_picture(head: bytes) -> str | None:
    for magic, label in _FOREIGN_PICTURES:
        if head.startswith(magic):
            return label
    if _NETPBM.match(head):
        return "Netpbm picture"
    return None


def _other_content(head: bytes) -> str | None:
    for magic, label in _OTHER_CONTENT:
        if head.startswith(magic):
            return label
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"AVI "):
        return "a video"
    if not head.strip(b"\0"):
        return "nothing but zeros"
    if _is_text(head):
        return "a text"
    return None


def _is_text(head: bytes) -> bool:
    return all(byte >= 32 or byte in b"\t\n\r\f" for byte in head[:512])
