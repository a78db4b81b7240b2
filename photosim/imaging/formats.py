"""The one table of picture formats: those photosim reads, and those it knows by name only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A picture format that photosim reads.

    Attributes:
        name: as in `Facts.format`.
        label: how people call it.
        suffixes: of file names, lower case, without the dot; the usual one first.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]


FORMATS = (
    Format("JPEG", "JPEG picture", ("jpg", "jpeg", "jpe", "jfif", "mpo")),
    Format("PNG", "PNG picture", ("png", "apng")),
    Format("WEBP", "WebP picture", ("webp",)),
    Format("TIFF", "TIFF picture", ("tif", "tiff")),
    Format("BMP", "BMP picture", ("bmp", "dib")),
    Format("GIF", "GIF picture", ("gif",)),
    Format("HEIF", "HEIF picture", ("heic", "heif", "hif", "heics", "heifs")),
    Format("AVIF", "AVIF picture", ("avif", "avifs")),
    Format(
        "RAW",
        "camera raw picture",
        (
            "dng", "cr2", "cr3", "crw", "nef", "nrw", "arw", "sr2", "srf", "raf", "orf", "rw2", "rwl", "pef",
            "srw", "x3f", "3fr", "fff", "iiq", "erf", "kdc", "dcr", "mrw", "mos", "mef", "gpr",
        ),
    ),
)  # fmt: skip
"""Everything photosim reads."""

FOREIGN_SUFFIXES = {
    "psd": "Photoshop file",
    "psb": "Photoshop file",
    "xcf": "GIMP file",
    "kra": "Krita file",
    "ai": "Illustrator file",
    "eps": "PostScript picture",
    "ps": "PostScript picture",
    "svg": "SVG drawing",
    "svgz": "SVG drawing",
    "wmf": "Windows metafile",
    "emf": "Windows metafile",
    "tga": "Targa picture",
    "pcx": "PCX picture",
    "dcx": "PCX picture",
    "dds": "DirectDraw picture",
    "blp": "Blizzard texture",
    "ico": "Windows icon",
    "cur": "Windows cursor",
    "icns": "macOS icon",
    "jp2": "JPEG 2000 picture",
    "j2k": "JPEG 2000 picture",
    "jpx": "JPEG 2000 picture",
    "jxl": "JPEG XL picture",
    "jxr": "JPEG XR picture",
    "wdp": "JPEG XR picture",
    "exr": "OpenEXR picture",
    "hdr": "Radiance picture",
    "qoi": "QOI picture",
    "pbm": "Netpbm picture",
    "pgm": "Netpbm picture",
    "ppm": "Netpbm picture",
    "pnm": "Netpbm picture",
    "pam": "Netpbm picture",
    "xbm": "X11 picture",
    "xpm": "X11 picture",
    "sgi": "SGI picture",
    "fli": "FLIC animation",
    "flc": "FLIC animation",
    "djvu": "DjVu document",
    "fits": "FITS picture",
}
"""Suffix to label of pictures that photosim knows by name only."""

_BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}


def suffix_of(name: str) -> str:
    """The suffix of a file name or path, lower case, without the dot; "" where there is none."""
    base = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = base.rpartition(".")
    return suffix.lower() if dot and stem else ""


def format_by_suffix(name: str) -> Format | None:
    """The readable format that a file name promises."""
    return _BY_SUFFIX.get(suffix_of(name))


def picture_label_by_suffix(name: str) -> str | None:
    """How people call the picture that a file name promises, readable or not; None: no picture."""
    known = format_by_suffix(name)
    return known.label if known else FOREIGN_SUFFIXES.get(suffix_of(name))


def dialog_patterns() -> tuple[str, ...]:
    """Patterns such as "*.jpg" of all readable formats, for file dialogs."""
    return tuple(f"*.{suffix}" for form in FORMATS for suffix in form.suffixes)
