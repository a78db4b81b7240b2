"""The single trials of the self-test; each returns what it found or raises."""

from __future__ import annotations

import base64
import io
import os
import struct
from importlib.metadata import version

import numpy as np
from PIL import Image

from photosim.app.model import open_model, shipped_folder
from photosim.app.people.models import face_finder, face_network
from photosim.app.scanning.scan import scan
from photosim.app.workspace import Workspace
from photosim.catalog.library import Library
from photosim.catalog.opening import CATALOG_NAME
from photosim.domain.encoder import InputSpec
from photosim.domain.errors import LibraryError, ModelError, PhotosimError
from photosim.domain.files import Root
from photosim.domain.progress import CancelToken
from photosim.domain.scanning import DecodeLimits, ScanSettings
from photosim.encoding.files import checked_bytes
from photosim.encoding.golden import self_check
from photosim.imaging.read import read_bytes

WRITTEN_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF")
"""Formats that Pillow can write, so that reading them is a round trip in memory."""

# Nothing here writes HEIF: a picture of 64 x 64 pixels, red on the left and blue on the right.
_HEIF = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9j"
    "AAAAAERAAAEAAQAAAAABegABAAAAAAAAACgAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA1mlw"
    "cnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AA"
    "AAMAkAAAAwAAAwAeoCCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAA"
    "AABAAAAAQAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAADBtZGF0AAAAJCgBr1j5DpJf/+iFf/21+Q94uYn/7BUi"
    "/aZ+f9HP0RxL/5NHgA=="
)
_RED, _BLUE = (200, 60, 40), (40, 60, 200)
_TOLERANCE = 40
_WAL = 2


def model() -> str:
    """The model's files are there and undamaged."""
    folder = shipped_folder()
    loaded = open_model(folder)
    for file in (loaded.card.encoder, loaded.card.decoder):
        checked_bytes(folder, file)
    return f"{loaded.model_id}, codes of {loaded.card.code_dims} numbers"


def known_answer() -> str:
    """The model computes here what it computed where it was made."""
    result = self_check(open_model(shipped_folder()))
    if not result.passed:
        raise ModelError(
            f"the model's answer differs by {result.deviation:.2g} from the known one, "
            f"{result.tolerance:.2g} is allowed ({result.provider})"
        )
    return f"ONNX Runtime {version('onnxruntime')} on {result.provider}, off by {result.deviation:.1g}"


def read_written(name: str) -> str:
    """A picture written in this format is read again."""
    target = io.BytesIO()
    _two_colours().save(target, name)
    return _read(target.getvalue(), name)


def read_heif() -> str:
    """A HEIF picture is read."""
    return _read(_HEIF, "HEIF")


def raw_reader() -> str:
    """The reader of camera files can be loaded."""
    import rawpy  # noqa: PLC0415 - its absence is a finding

    return "LibRaw " + ".".join(str(part) for part in rawpy.libraw_version)


def faces() -> str:
    """Faces are looked for, and the numbers of one are those it had where the model was made."""
    network = face_network()
    off = network.known_answer()
    if off > 1:
        raise ModelError(f"the answer of the network of faces differs {off:.1f} times as much as is allowed")
    finder = face_finder()
    if finder.find(np.ascontiguousarray(_two_colours())):
        raise PhotosimError("a face was found in a picture of two colours")
    return f"dlib {finder.dlib_version}, {network.card.model_id}"


def catalogue(folder: str) -> str:
    """A library can be made, written and read again in the temporary folder."""
    library = os.path.join(folder, "library")
    with Library.open(library) as made:
        made.add_roots([Root(folder)])
    with Library.open(library) as again:
        if [root.path for root in again.roots()] != [folder]:
            raise LibraryError("what was written into a new library is not in it")
    with open(os.path.join(library, CATALOG_NAME), "rb") as database:
        header = database.read(100)
    # The file format: bytes 18 and 19 tell the journal mode, the last four which SQLite wrote it.
    (number,) = struct.unpack(">I", header[96:100])
    written_by = f"SQLite {number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"
    if header[18] != _WAL:
        raise LibraryError(f"{written_by} does not use a write-ahead log in “{folder}”")
    return f"{written_by}, write-ahead log"


def scan_and_query(folder: str) -> str:
    """Two photos are scanned, and a smaller copy of the first one finds the first one."""
    photos = os.path.join(folder, "photos")
    os.mkdir(photos)
    pictures = {"stripes.jpg": _pattern(0), "rings.jpg": _pattern(1)}
    for name, picture in pictures.items():
        picture.save(os.path.join(photos, name), quality=90)
    query = io.BytesIO()
    pictures["rings.jpg"].resize((200, 150)).save(query, "JPEG", quality=70)
    with Workspace(Library.open(os.path.join(folder, "library"))) as workspace:
        summary = scan(workspace, [Root(photos)], ScanSettings(), lambda _told: None, CancelToken())
        if summary.added != len(pictures):
            raise PhotosimError(f"{summary.added} of {len(pictures)} photos were read: {summary.problems}")
        indexed = workspace.indexed()
        encoder = workspace.encoder
        asked = read_bytes(query.getvalue(), "query", encoder.input_spec, DecodeLimits())
        nearest = indexed.index.query(encoder.encode(asked.model_input[None]).code, 1)
        found = indexed.photos_by_content[indexed.contents[int(nearest.rows[0, 0])]][0]
    if os.path.basename(found.path) != "rings.jpg":
        raise PhotosimError("a smaller copy of a photo did not find its original")
    return f"{summary.added} photos in {summary.seconds:.1f} s, nearest at {nearest.distances[0, 0]:.2f}"


def _two_colours() -> Image.Image:
    picture = Image.new("RGB", (64, 64), _RED)
    picture.paste(_BLUE, (32, 0, 64, 64))
    return picture


def _pattern(kind: int) -> Image.Image:
    y, x = np.mgrid[0:480, 0:640].astype(np.float32)
    wave = np.sin(x / 40) if kind == 0 else np.sin(np.hypot(x - 320, y - 240) / 25)
    planes = [127 + 120 * wave, 127 + 100 * np.cos(y / (60 + 40 * kind)), 255 * x / 640]
    return Image.fromarray(np.stack(planes, axis=-1).astype(np.uint8))


def _read(data: bytes, name: str) -> str:
    side = 64
    read = read_bytes(data, f"self-test.{name.lower()}", InputSpec(side, "BILINEAR"), DecodeLimits())
    left, right = read.model_input[32, 8].astype(int), read.model_input[32, 56].astype(int)
    if abs(left - _RED).max() > _TOLERANCE or abs(right - _BLUE).max() > _TOLERANCE:
        raise PhotosimError(f"its colours come out as {tuple(left)} and {tuple(right)}")
    return f"{read.facts.width} x {read.facts.height} pixels"
