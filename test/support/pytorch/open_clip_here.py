"""Imports open_clip beside a PyTorch without CUDA.

PyPI's torchvision is compiled for CUDA, so that its operators do not load there, and its import fails. CLIP needs none of
them: it is enough that their names exist.
"""

import torch

try:
    library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
except RuntimeError:
    pass  # they are there

import open_clip  # noqa: E402, F401
