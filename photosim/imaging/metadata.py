"""What EXIF tells of a photo; whatever makes no sense there counts as not told."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

# Before the first photograph, or after all of us: a clock that was never set.
_YEARS = range(1826, 3000)
_MOMENT = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})\D+(\d{1,2})\D(\d{1,2})(?:\D(\d{1,2}))?")
_SCREENSHOT = re.compile(r"\bscreen ?shot\b", re.IGNORECASE)
_CHARACTER_SETS = (b"ASCII", b"JIS\0\0", b"UNICO", b"\0\0\0\0\0")
_LONGEST_NAME = 80

# How pixels are stored says nothing of the photo: without this every TIFF would look well described.
_STRUCTURE = frozenset(
    (
        *(254, 255, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 282, 283, 284, 296, 317, 320),
        *(322, 323, 324, 325, 330, 338, 339, 347, 529, 530, 531, 532, 700, 33723, 34377, 34665, 34675),
        *(34853, 40965),
    )
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """See `Facts`, whose fields these become."""

    taken_at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None
    camera: str = ""
    exif_fields: int = 0
    software: str = ""


def read_metadata(exif: Image.Exif) -> Metadata:
    """Take from EXIF what photosim wants to know."""
    details = _directory(exif, IFD.Exif)
    position = _directory(exif, IFD.GPSInfo)
    described = sum(tag not in _STRUCTURE for tag in exif)
    latitude, longitude = _position(position)
    return Metadata(
        taken_at=_taken_at(details),
        latitude=latitude,
        longitude=longitude,
        camera=_camera(exif.get(Base.Make), exif.get(Base.Model)),
        exif_fields=described + len(details) + len(position),
        software=_software(exif, details),
    )


def _directory(exif: Image.Exif, which: IFD) -> Mapping[int, Any]:
    try:
        return exif.get_ifd(which)
    except Exception:  # noqa: BLE001 - Pillow's EXIF reader raises anything on broken data
        return {}


def _taken_at(details: Mapping[int, Any]) -> datetime | None:
    moment = _moment(details.get(Base.DateTimeOriginal), details.get(Base.SubsecTimeOriginal))
    if moment is not None:
        return moment
    return _moment(details.get(Base.DateTimeDigitized), details.get(Base.SubsecTimeDigitized))


def _moment(value: object, fraction: object) -> datetime | None:
    match = _MOMENT.match(_text(value))
    if match is None:
        return None
    digits = re.match(r"\d*", _text(fraction))
    micro = int(digits[0][:6].ljust(6, "0")) if digits else 0
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        if year not in _YEARS:
            return None
        # The camera's own clock, which names no time zone.
        return datetime(year, month, day, hour, minute, second, micro)  # noqa: DTZ001
    except ValueError:
        return None


def _camera(maker: object, model: object) -> str:
    make, name = _text(maker), _text(model)
    if make and not name.lower().startswith(make.split()[0].lower()):
        return f"{make} {name}".strip()[:_LONGEST_NAME]
    return (name or make)[:_LONGEST_NAME]


def _software(exif: Image.Exif, details: Mapping[int, Any]) -> str:
    named = _text(exif.get(Base.Software)) or _text(exif.get(Base.ProcessingSoftware))
    if not named and _SCREENSHOT.search(_comment(details.get(Base.UserComment))):
        # Phones say so here, and name no program.
        return "Screenshot"
    return named[:_LONGEST_NAME]


def _comment(value: object) -> str:
    # Eight bytes tell the character set.
    return _text(value[8:] if isinstance(value, bytes) and value[:5] in _CHARACTER_SETS else value)


def _text(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    return "".join(char for char in value.partition("\0")[0] if char.isprintable()).strip()


def _position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    latitude = _degrees(gps.get(GPS.GPSLatitude), _text(gps.get(GPS.GPSLatitudeRef)), "S", 90)
    longitude = _degrees(gps.get(GPS.GPSLongitude), _text(gps.get(GPS.GPSLongitudeRef)), "W", 180)
    # Cameras without a fix write zeros; nobody photographs where the equator meets Greenwich's meridian.
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    return latitude, longitude


def _degrees(parts: object, reference: str, negative: str, limit: int) -> float | None:
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= 3:
        return None
    try:
        value: float = sum(float(part) / 60.0**power for power, part in enumerate(parts))
    except (ValueError, TypeError, ArithmeticError):
        return None
    if not math.isfinite(value) or not 0 <= value <= limit:
        return None
    return -value if reference[:1].upper() == negative else value
