"""ONNX Runtime, as photosim uses it. The only module that imports it."""

import logging
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from numpy.typing import NDArray

from photosim.domain.errors import ModelError

LOGGER = logging.getLogger("photosim.encoding")

# What is not installed is skipped; the CPU is always there, and always the last resort.
PREFERRED_PROVIDERS = (
    "CUDAExecutionProvider",
    "DmlExecutionProvider",
    "OpenVINOExecutionProvider",
    "CPUExecutionProvider",
)
_ERRORS_ONLY = 3


class Session(Protocol):
    """The part of `onnxruntime.InferenceSession` that is used."""

    def run(self, outputs: Sequence[str], feeds: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """Compute the named outputs; safe to call from several threads at once."""

    def get_providers(self) -> list[str]:
        """Name the providers at work, first one first."""


def open_session(graph: bytes, path: Path, *, threads: int, providers: Sequence[str]) -> Session:
    """Start a session.

    Args:
        graph: the ONNX file's bytes, verified before.
        path: where they came from, for messages.
        threads: threads inside one call. Two callers with one thread each do more than one caller with two.
        providers: names in order of preference.

    Raises:
        ModelError: the graph cannot be used; the sentence names the file.
    """
    # Unless told so before its import, ONNX Runtime notes its use in the home folder for its maker.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime  # noqa: PLC0415 - a tenth of a second that the window need not wait for

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    # Spinning threads take 25-40 % from whatever else runs, here: the decoding of photos.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    available = onnxruntime.get_available_providers()
    requested = [name for name in providers if name in available] or ["CPUExecutionProvider"]
    try:
        session: Session = onnxruntime.InferenceSession(graph, options, providers=requested)
    # The runtime's errors have no common base.
    except Exception as error:
        raise ModelError(f"The model file “{path}” cannot be used: {_first_line(error)}") from error
    actual = session.get_providers()
    level = logging.INFO if actual[:1] == requested[:1] else logging.WARNING
    LOGGER.log(level, "%s: asked for %s, runs on %s", path.name, requested[0], actual[0])
    return session


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
