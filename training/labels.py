"""From marked mentions to one label a word."""

from collections.abc import Sequence

from portal.privacy.identifiers.tagger_scores import LABELS
from portal.privacy.identifiers.tagger_words import Word
from training.texts import Mention

NUMBER = {label: number for number, label in enumerate(LABELS)}


def labels_of(words: Sequence[Word], mentions: Sequence[Mention]) -> list[str]:
    """One label a word; where mentions overlap, the earlier and longer one counts."""
    labels = ["O"] * len(words)
    index = 0
    for mention in mentions:
        while index < len(words) and words[index].end <= mention.start:
            index += 1
        place = "B"
        at = index
        while at < len(words) and words[at].start < mention.end:
            if labels[at] == "O":
                kept = "" if mention.masked else "kept-"
                labels[at] = f"{place}-{kept}{mention.type}"
                place = "I"
            at += 1
    return labels
