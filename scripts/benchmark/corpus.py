"""What the benchmark compares: originals, distractors, views of scenes, and attacked copies.

Every picture takes the way that the app's photos take, through `photosim.imaging`.
"""

import hashlib
import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from photosim.domain.encoder import InputSpec
from photosim.domain.photo import ReadPhoto
from photosim.domain.scanning import DecodeLimits
from photosim.imaging.read import read_bytes
from scripts.benchmark.attacks import ATTACKS, Attack, attacked
from scripts.benchmark.hashes import HASHES, hash_bits
from scripts.training.photos import list_members, read_member

CORPUS_VERSION = 3
_FOREIGN = 60
_CHUNK = 64


@dataclass(frozen=True, slots=True)
class Item:
    """One picture of the benchmark.

    Attributes:
        kind: "source", "distractor", "scene", or "copy".
        group: name of the source (source, copy), of the scene, or of the distractor itself.
        name: the file (source, distractor, scene) or the attack (copy).
    """

    kind: str
    group: str
    name: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All pictures, ready to be encoded.

    Attributes:
        items: what they are.
        pixels: uint8 (N, S, S, 3), input of the encoder.
        hashes: name of a hash to bool (N, B).
        thumbnails: the JPEGs that photosim makes of them.
    """

    items: list[Item]
    pixels: NDArray[np.uint8]
    hashes: dict[str, NDArray[np.bool_]]
    thumbnails: list[bytes]

    def rows(self, *kinds: str) -> NDArray[np.int64]:
        """Return the rows of the items of some kinds."""
        return np.asarray([row for row, item in enumerate(self.items) if item.kind in kinds], np.int64)


def _upright(path: Path) -> Image.Image:
    with Image.open(path) as opened:
        return ImageOps.exif_transpose(opened).convert("RGB")


def _distractors(photos: Path, count: int) -> Iterator[tuple[Item, bytes]]:
    members = list_members(photos, held_out=True)
    chosen = members[:: max(1, len(members) // count)][:count] if count else []
    for archive in sorted({member.archive for member in chosen}):
        with zipfile.ZipFile(archive) as opened:
            for member in chosen:
                if member.archive == archive:
                    yield Item("distractor", member.name, member.name), opened.read(member.name)


def _foreign(photos: Path) -> list[Image.Image]:
    """Pictures for the other places of a collage; they are not among the originals."""
    members = list_members(photos, held_out=False)[::97][:_FOREIGN]
    pictures = []
    for member in members:
        with zipfile.ZipFile(member.archive) as opened:
            pictures.append(read_member(opened, member.name))
    return pictures


def _copies(
    source: Path, others: Sequence[Image.Image], attacks: Sequence[Attack]
) -> Iterator[tuple[Item, bytes]]:
    picture = _upright(source)
    for attack in attacks:
        yield Item("copy", source.name, attack.name), attacked(attack, source.name, picture, others)


def _files(photos: Path, distractors: int, sources: int) -> Iterator[tuple[Item, bytes]]:
    chosen = sorted((photos / "bench" / "sources").iterdir())[:sources]
    if not chosen:
        raise FileNotFoundError(f"no sources in {photos / 'bench' / 'sources'}")
    for path in chosen:
        yield Item("source", path.name, path.name), path.read_bytes()
    for scene in sorted((photos / "bench" / "scenes").iterdir()):
        for path in sorted(scene.iterdir()):
            yield Item("scene", scene.name, path.name), path.read_bytes()
    yield from _distractors(photos, distractors)
    others = _foreign(photos)
    for path in chosen:
        yield from _copies(path, others, ATTACKS)


def _read(entry: tuple[Item, bytes], spec: InputSpec) -> tuple[Item, ReadPhoto, list[NDArray[np.bool_]]]:
    item, data = entry
    photo: ReadPhoto = read_bytes(data, item.name, spec, DecodeLimits())
    with Image.open(io.BytesIO(photo.thumbnail)) as thumbnail:
        thumbnail.load()
        return item, photo, [hash_bits(name, thumbnail) for name in HASHES]


def build(photos: Path, spec: InputSpec, distractors: int, sources: int) -> Corpus:
    """Make and read every picture of the benchmark; minutes on two cores."""
    items: list[Item] = []
    pixels: list[NDArray[np.uint8]] = []
    hashes: list[list[NDArray[np.bool_]]] = []
    thumbnails: list[bytes] = []
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        entries = _files(photos, distractors, sources)
        while chunk := [entry for _, entry in zip(range(_CHUNK), entries, strict=False)]:
            for item, photo, bits in pool.map(lambda entry: _read(entry, spec), chunk):
                items.append(item)
                pixels.append(photo.model_input)
                hashes.append(bits)
                thumbnails.append(photo.thumbnail)
            if len(items) % (_CHUNK * 25) == 0:
                print(f"{len(items)} pictures prepared", flush=True)
    stacked = {name: np.stack([bits[place] for bits in hashes]) for place, name in enumerate(HASHES)}
    return Corpus(items, np.stack(pixels), stacked, thumbnails)


def load(photos: Path, spec: InputSpec, distractors: int, sources: int, cache: Path | None) -> Corpus:
    """Read the corpus from `cache`, or build it and leave it there."""
    if cache is None:
        return build(photos, spec, distractors, sources)
    wanted = f"{CORPUS_VERSION}/{spec}/{distractors}/{sources}/{[attack.name for attack in ATTACKS]}"
    path = cache / f"corpus-{hashlib.blake2b(wanted.encode(), digest_size=6).hexdigest()}.npz"
    if not path.exists():
        corpus = build(photos, spec, distractors, sources)
        cache.mkdir(parents=True, exist_ok=True)
        table = np.asarray([(item.kind, item.group, item.name) for item in corpus.items])
        partial = path.with_suffix(".partial.npz")
        joined = {
            "thumbnails": np.frombuffer(b"".join(corpus.thumbnails), np.uint8),
            "ends": np.cumsum([len(data) for data in corpus.thumbnails], dtype=np.int64),
        }
        np.savez(partial, allow_pickle=False, items=table, pixels=corpus.pixels, **corpus.hashes, **joined)
        os.replace(partial, path)
        return corpus
    with np.load(path) as kept:
        items = [Item(*map(str, row)) for row in kept["items"]]
        parts = np.split(kept["thumbnails"], kept["ends"][:-1])
        hashes = {name: kept[name] for name in HASHES}
        return Corpus(items, kept["pixels"], hashes, [part.tobytes() for part in parts])
