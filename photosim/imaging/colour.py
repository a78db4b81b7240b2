"""Pixels of any mode become plain sRGB, as they are meant to look on white paper."""

import functools
from io import BytesIO

import numpy as np
from PIL import Image, ImageCms

_SRGB_MARKS = (b"sRGB", "sRGB".encode("utf-16-be"))
_PROFILED = ("RGB", "L", "CMYK")
_WIDE = ("I", "F", "I;16", "I;16B", "I;16L", "I;16N")


def resizable(image: Image.Image) -> Image.Image:
    """The picture in a mode that resampling filters understand, its transparency kept where there is any."""
    if image.mode in _WIDE:
        return _eight_bits(image)
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("RGBA", "LA") and image.getextrema()[-1] == (255, 255):
        return image.convert("RGB" if image.mode == "RGBA" else "L")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        transparent = image.mode == "PA" or "transparency" in image.info
        return image.convert("RGBA" if transparent else "RGB")
    if image.mode in ("La", "RGBa"):
        return image.convert("LA" if image.mode == "La" else "RGBA")
    return image


def is_srgb(profile: bytes) -> bool:
    """Whether an ICC profile only says what holds without one: that colours are sRGB."""
    return any(mark in profile for mark in _SRGB_MARKS)


def on_white(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB in the sRGB colour space, transparency laid on white.

    Args:
        image: as `resizable` gives it, of whatever size.
        profile: the ICC profile that came with the file, or None.
    """
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    if alpha is not None:
        image = image.convert("RGB" if image.mode == "RGBA" else "L")
    colours = _to_srgb(image, profile)
    if alpha is None:
        return colours
    paper = Image.new("RGB", colours.size, "white")
    paper.paste(colours, mask=alpha)
    return paper


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if image.mode == "LAB":
        return _apply(image, _from_lab()) or image.convert("L").convert("RGB")
    if profile and image.mode in _PROFILED and not is_srgb(profile):
        converted = _apply(image, _from_profile(profile, image.mode))
        if converted is not None:
            return converted
    return image.convert("RGB")


def _apply(image: Image.Image, transform: ImageCms.ImageCmsTransform | None) -> Image.Image | None:
    if transform is None:
        return None
    try:
        return ImageCms.applyTransform(image, transform)
    except (ImageCms.PyCMSError, ValueError, OSError):
        return None


@functools.lru_cache(maxsize=8)
def _from_profile(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The way from a file's colours to sRGB; None for a profile that does not fit its picture."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, ValueError, OSError, TypeError):
        return None


@functools.lru_cache(maxsize=1)
def _from_lab() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB"
    )


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey of more than eight bits, brought to eight."""
    values = np.asarray(image)
    if image.mode.startswith("I;16"):
        return Image.fromarray((values >> 8).astype(np.uint8))
    values = np.nan_to_num(values.astype(np.float32), posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if image.mode == "I" and low >= 0 and high > 255:
        low, high = 0.0, max(high, 65535.0)
    elif low >= 0 and high <= 255:
        low, high = 0.0, 1.0 if image.mode == "F" and high <= 1 else 255.0
    scale = 255.0 / (high - low) if high > low else 0.0
    return Image.fromarray(np.clip((values - low) * scale, 0, 255).astype(np.uint8))
