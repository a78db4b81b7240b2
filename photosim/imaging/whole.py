"""A picture decoded in full: proof that a file is sound, and of all that it shows."""

from dataclasses import dataclass

from blake3 import blake3
from PIL import Image

from photosim.domain.photo import ContentId
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.colour import is_srgb
from photosim.imaging.decode import LABELS, Decoded, Need, decode
from photosim.imaging.guard import decoding
from photosim.imaging.jpeg_end import appended
from photosim.imaging.refusal import Refusal
from photosim.imaging.source import load
from photosim.imaging.upright import turned

_STRIP_ROWS = 256
_ALL = 1 << 30
# The tag of TIFF in which Photoshop keeps layers, and that of the bits of each channel.
_LAYERS = 37724
_SAMPLE_BITS = 258
_PNG_DEPTH = 24
# What the decoders of the others give is not all that such a file holds: the data of a sensor, more than
# eight bits a channel, depth maps.
_PROVABLE = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_AS_RGB = ("1", "L", "P", "RGB")
_AS_RGBA = ("LA", "La", "PA", "RGBA", "RGBa")


@dataclass(frozen=True, slots=True)
class WholePicture:
    """What a full decode showed.

    Attributes:
        content: digest of the very bytes that were decoded.
        pixels: digest of everything the picture shows and carries besides its metadata: all pixels
            upright, all frames, colour space, depth, layers, an appended film; equal digests mean that
            nothing to be seen is lost with one of the two files. Where pixels cannot prove that (camera
            raw, HEIF, AVIF) it is made of the bytes, so that only the same bytes have the same one.
    """

    content: ContentId
    pixels: bytes


def whole_or_refuse(path: str, limits: DecodeLimits) -> WholePicture | Refusal:
    """Decode all pixels of a file; for decoding processes.

    Returns:
        What it showed, or why the file is no sound picture.
    """
    try:
        source = load(path, limits)
        decoded = decode(source.data, source.format, Need(_ALL), limits)
        content = ContentId(blake3(source.data).digest())
        if decoded.format in _PROVABLE:
            return WholePicture(content, _digest(source.data, decoded))
        return WholePicture(content, blake3(b"bytes:" + content).digest())
    except Refusal as refusal:
        return refusal


def _digest(data: bytes, decoded: Decoded) -> bytes:
    digest = blake3(_carried(data, decoded))
    image = decoded.image
    with decoding(LABELS[decoded.format]):
        for frame in range(getattr(image, "n_frames", 1)):
            if frame:
                image.seek(frame)
                image.load()
            _add_pixels(digest, turned(_plain(image), decoded.turn))
    return digest.digest()


def _carried(data: bytes, decoded: Decoded) -> bytes:
    """Digests of what a file holds besides pixels and metadata."""
    profile = decoded.image.info.get("icc_profile")
    colours = b"" if profile is None or is_srgb(profile) else profile
    tags = getattr(decoded.image, "tag_v2", {})
    depth, more = 8, b""
    match decoded.format:
        case "PNG":
            depth = max(8, data[_PNG_DEPTH])
        case "TIFF":
            depth, more = max(8, *tags.get(_SAMPLE_BITS, (8,))), tags.get(_LAYERS, b"")
        case "JPEG":
            more = appended(data)
    return b"".join(blake3(part).digest() for part in (str(depth).encode(), colours, more))


def _plain(image: Image.Image) -> Image.Image:
    """The same pixels in the one mode that stands for them, so that a palette is no difference."""
    if image.mode in _AS_RGB and "transparency" not in image.info:
        return image.convert("RGB")
    if image.mode in (*_AS_RGB, *_AS_RGBA):
        clear = image.convert("RGBA")
        opaque = clear.getchannel("A").getextrema() == (255, 255)
        return clear.convert("RGB") if opaque else clear
    return image


def _add_pixels(digest: blake3, image: Image.Image) -> None:
    digest.update(f"{image.mode}:{image.width}x{image.height}:".encode())
    for top in range(0, image.height, _STRIP_ROWS):
        strip = image.crop((0, top, image.width, min(image.height, top + _STRIP_ROWS)))
        digest.update(strip.tobytes())
