"""Characters from pictures of single lines, by the model that comes with rapidocr.

The model is the one inside the installed package; nothing is fetched, nothing
written. It is loaded once a process and uses one thread, so that reading
processes side by side do not slow each other down.
"""

from __future__ import annotations

import importlib.util
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from extract.ocr.measured import alike
from extract.ocr.pixels import Pixels

_MODEL = "PP-OCRv6_rec_small.onnx"
_HEIGHT = 48
# The model looks at a line in steps of eight pixels.
_STEP = 8
_NARROWEST = 48
_WIDEST = 2_560
_BATCH_PIXELS = 1_024
_MOST_IN_BATCH = 16
_SAME_WIDTH = 1.15


@dataclass(frozen=True, slots=True)
class Characters:
    """What a line says: each character, how sure it is (0 to 1), and where.

    `at` is the middle of each character as a share of the line's width.
    """

    text: str
    sure: tuple[float, ...]
    at: tuple[float, ...]


NOTHING = Characters("", (), ())


def read_lines(crops: Sequence[Pixels]) -> list[Characters]:
    """The characters of each crop, a line of dark print on white paper, in grey."""
    found: list[Characters] = [NOTHING] * len(crops)
    scaled = {n: _scaled(crop) for n, crop in enumerate(crops) if crop.size}
    session, alphabet = _model()
    for batch in _batches(scaled):
        width = max(scaled[n].shape[1] for n in batch)
        lines = np.full((len(batch), _HEIGHT, width), 255, np.uint8)
        for row, n in enumerate(batch):
            lines[row, :, : scaled[n].shape[1]] = scaled[n]
        values = (lines.astype(np.float32) / 127.5 - 1.0)[:, None].repeat(3, axis=1)
        scores = session.run(None, {session.get_inputs()[0].name: values})[0]
        for row, n in enumerate(batch):
            own = scaled[n].shape[1]
            found[n] = _decoded(scores[row], alphabet, width / own)
    return found


def _scaled(crop: Pixels) -> Pixels:
    height, width = crop.shape
    wanted = round(width * _HEIGHT / height)
    wanted = min(max(_NARROWEST, -(-wanted // _STEP) * _STEP), _WIDEST)
    method = cv2.INTER_AREA if height > _HEIGHT else cv2.INTER_CUBIC
    return cv2.resize(crop, (wanted, _HEIGHT), interpolation=method)


def _batches(scaled: dict[int, Pixels]) -> Iterator[list[int]]:
    """Lines of about the same width together: what a batch is filled up with costs as much."""
    batch: list[int] = []
    narrowest = 0
    for n in sorted(scaled, key=lambda n: scaled[n].shape[1]):
        width = scaled[n].shape[1]
        full = len(batch) >= _MOST_IN_BATCH or (len(batch) + 1) * width > _BATCH_PIXELS
        if batch and (full or width > _SAME_WIDTH * narrowest):
            yield batch
            batch = []
        narrowest = narrowest if batch else width
        batch.append(n)
    if batch:
        yield batch


def _decoded(scores: Any, alphabet: Sequence[str], stretch: float) -> Characters:
    """The best character at each step, repetitions and gaps taken out (CTC).

    How sure a digit is counts for all that look like it: 0 and O are no doubt.
    """
    best = scores.argmax(axis=1)
    steps = len(best)
    text, sure, at = [], [], []
    start = 0
    while start < steps:
        end = start + 1
        while end < steps and best[end] == best[start]:
            end += 1
        if best[start]:
            character = alphabet[best[start]]
            text.append(character)
            same = _numbers_alike().get(character, (best[start],))
            sure.append(min(1.0, float(scores[start:end, same].sum(axis=1).max())))
            at.append(min(1.0, (start + end) / 2 / steps * stretch))
        start = end
    return Characters("".join(text), tuple(sure), tuple(at))


@cache
def _numbers_alike() -> dict[str, tuple[int, ...]]:
    """For each character that looks like one of a figure, the numbers of all that do."""
    alphabet = _model()[1]
    groups: dict[str, list[int]] = defaultdict(list)
    for number, character in enumerate(alphabet):
        if character in alike():
            groups[alike()[character]].append(number)
    return {c: tuple(groups[figure]) for c, figure in alike().items()}


def _model_file() -> Path | None:
    found = importlib.util.find_spec("rapidocr")
    if found is None or not found.submodule_search_locations:
        return None
    path = Path(found.submodule_search_locations[0]) / "models" / _MODEL
    return path if path.is_file() else None


@cache
def _model() -> tuple[Any, tuple[str, ...]]:
    import onnxruntime

    path = _model_file()
    if path is None:
        raise FileNotFoundError(_MODEL)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(
        path.read_bytes(), options, providers=["CPUExecutionProvider"]
    )
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    # Number 0 is the gap between characters, the last one the space.
    return session, ("", *characters, " ")
