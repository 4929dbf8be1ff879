"""What each of the two models thinks of each word: a network and a sequence model."""

from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np
import numpy.typing as npt
import onnxruntime
import pycrfsuite
from tokenizers import Tokenizer

from portal.privacy.identifiers.crf_features import features
from portal.privacy.identifiers.tagger_windows import FIRST, LAST, Window, pieces_of, windows
from portal.privacy.identifiers.tagger_words import Word, parts

Scores = npt.NDArray[np.float32]  # (words, types + 1): one column a type, then "begins a mention"
Progress = Callable[[int, int], None]

TYPES = ("PERSON", "CODE", "LOC", "ORG", "DEM", "DATETIME", "QUANTITY", "MISC")
# Begin and inside of each type; "kept" is what annotators named and left readable.
LABELS = (
    "O",
    *(f"{place}-{type_}" for type_ in TYPES for place in "BI"),
    *(f"{place}-kept-{type_}" for type_ in TYPES for place in "BI"),
)
BEGIN = slice(1, 1 + 2 * len(TYPES), 2)
INSIDE = slice(2, 2 + 2 * len(TYPES), 2)
BATCH = 4
WORDS_AT_ONCE = 400


class Network:
    """The token tagger, int8 ONNX, on the processor."""

    def __init__(self, model: bytes, tokenizer: bytes, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            model, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_buffer(tokenizer)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def scores(self, words: Sequence[Word], progress: Progress | None = None) -> Scores:
        scores = np.zeros((len(words), len(TYPES) + 1), dtype=np.float32)
        left = sorted(
            windows(pieces_of(words, self._tokenizer)), key=lambda window: len(window.pieces)
        )
        for start in range(0, len(left), BATCH):
            batch = left[start : start + BATCH]
            for window, chances in zip(batch, self._chances(batch), strict=True):
                _spread_over_words(scores, window, chances)
            if progress:
                progress(min(start + BATCH, len(left)), len(left))
        return scores

    def _chances(self, batch: Sequence[Window]) -> Sequence[Scores]:
        length = max(len(window.pieces) for window in batch) + 2
        pieces = np.zeros((len(batch), length), dtype=np.int64)
        looks, mask = np.zeros_like(pieces), np.zeros_like(pieces)
        for row, window in enumerate(batch):
            size = len(window.pieces)
            pieces[row, : size + 2] = [FIRST, *(piece.id for piece in window.pieces), LAST]
            looks[row, 1 : size + 1] = [piece.look for piece in window.pieces]
            mask[row, : size + 2] = 1
        logits: Scores = self._session.run(None, {"pieces": pieces, "looks": looks, "mask": mask})[
            0
        ]
        raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
        chances = raised / raised.sum(axis=-1, keepdims=True)
        return [chances[row, 1 : len(window.pieces) + 1] for row, window in enumerate(batch)]


def _spread_over_words(scores: Scores, window: Window, chances: Scores) -> None:
    """A word's score is the mean over its pieces; its first one tells if a mention begins."""
    counts = np.zeros(len(scores), dtype=np.int64)
    for piece, chance in zip(window.pieces, chances, strict=True):
        if window.first <= piece.word < window.last:
            scores[piece.word, :-1] += chance[BEGIN] + chance[INSIDE]
            if not counts[piece.word]:
                scores[piece.word, -1] = chance[BEGIN].sum()
            counts[piece.word] += 1
    judged = counts > 0
    scores[judged, :-1] /= counts[judged, None]


class SequenceModel:
    """The linear-chain model; its library keeps one text at a time, hence the lock."""

    def __init__(self, model: bytes) -> None:
        self._model = model  # the library reads from this buffer
        self._tagger = pycrfsuite.Tagger()
        self._tagger.open_inmemory(model)
        known = set(self._tagger.labels())
        self._labels = [
            (column, place == "B", f"{place}-{type_}")
            for column, type_ in enumerate(TYPES)
            for place in "BI"
            if f"{place}-{type_}" in known
        ]
        self._lock = Lock()

    def scores(self, words: Sequence[Word]) -> Scores:
        scores = np.zeros((len(words), len(TYPES) + 1), dtype=np.float32)
        done = 0
        for part in parts(words, WORDS_AT_ONCE):
            told = features(part)
            with self._lock:
                self._tagger.set(told)
                for index in range(len(part)):
                    for column, begins, label in self._labels:
                        chance = self._tagger.marginal(label, index)
                        scores[done + index, column] += chance
                        if begins:
                            scores[done + index, -1] += chance
            done += len(part)
        return scores
