"""Pixels become numbers: the model's card and the network behind it.

Importing this room is cheap; ONNX Runtime is loaded with the first model.
"""

from photosim.encoding.autoencoder import Autoencoder
from photosim.encoding.card import ModelCard
from photosim.encoding.golden import SelfCheck, self_check

__all__ = ["Autoencoder", "ModelCard", "SelfCheck", "self_check"]
