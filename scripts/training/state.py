"""What a training run knows, and how it survives being stopped."""

import copy
import json
import os
import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from scripts.training.network import Autoencoder, NetworkShape

FORMAT = 1


class Average:
    """Exponential moving average of the weights: the network that is exported."""

    def __init__(self, model: Autoencoder, decay: float = 0.998) -> None:
        self.model = copy.deepcopy(model).eval().requires_grad_(requires_grad=False)
        self.decay = decay

    @torch.no_grad()
    def follow(self, model: Autoencoder, step: int) -> None:
        """Move towards the trained weights; early on faster, so that the start is forgotten."""
        decay = min(self.decay, (1 + step) / (10 + step))
        for mine, theirs in zip(self.model.parameters(), model.parameters(), strict=True):
            mine.lerp_(theirs, 1 - decay)
        for kept, current in zip(self.model.buffers(), model.buffers(), strict=True):
            kept.copy_(current)


def save(path: Path, state: dict[str, Any]) -> None:
    """Write a checkpoint so that a kill at any time leaves the old or the new one whole."""
    partial = path.with_suffix(".partial")
    with open(partial, "wb") as file:
        torch.save({"format": FORMAT, **state}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)


def load(path: Path) -> dict[str, Any]:
    """Read a checkpoint, refusing one of another format."""
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    if state.get("format") != FORMAT:
        raise ValueError(f"{path} is not a checkpoint of format {FORMAT}")
    return state


def shape_from(values: dict[str, Any]) -> NetworkShape:
    """Rebuild the shape kept in a checkpoint."""
    plain: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
    }
    return NetworkShape(**plain)


def averaged_model(path: Path) -> tuple[Autoencoder, dict[str, Any]]:
    """Load the averaged network of a checkpoint, ready to be used, and the checkpoint itself."""
    state = load(path)
    model = Autoencoder(shape_from(state["shape"]))
    model.load_state_dict(state["average"])
    return model.eval(), state


def parameter_groups(model: nn.Module, decay: float) -> list[dict[str, Any]]:
    """Split parameters so that biases, norms and the pooling exponent are not decayed."""
    decayed: list[Tensor] = [p for p in model.parameters() if p.ndim > 1]
    free: list[Tensor] = [p for p in model.parameters() if p.ndim <= 1]
    return [{"params": decayed, "weight_decay": decay}, {"params": free, "weight_decay": 0.0}]


class Journal:
    """One JSON line per event, flushed at once, so that a running training can be watched."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, **values: float | str) -> None:
        """Append one line."""
        line = json.dumps({"time": round(time.time()), **values})
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, flush=True)
