"""Run by the baseline's own Python: JSON texts on standard input, spans on standard output."""

import json
import sys
import time
from importlib.metadata import version

import spacy  # type: ignore[import-not-found]
import tldextract  # type: ignore[import-not-found]
from presidio_analyzer import AnalyzerEngine  # type: ignore[import-not-found]
from presidio_analyzer.nlp_engine import SpacyNlpEngine  # type: ignore[import-not-found]


class BlankEnglish(SpacyNlpEngine):  # type: ignore[misc]
    """A tokenizer without a model: nothing to download."""

    def __init__(self) -> None:
        super().__init__()
        self.nlp = {"en": spacy.blank("en")}

    def load(self) -> None:
        """Loaded as soon as it is made."""


def main() -> None:
    # The list of top-level domains that it brings along; else it asks the network for a newer one.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
    analyzer = AnalyzerEngine(nlp_engine=BlankEnglish(), supported_languages=["en"])
    texts = json.load(sys.stdin)
    analyzer.analyze("Warm up on 1 May.", language="en")
    began = time.process_time()
    found = [analyzer.analyze(text, language="en") for text in texts]
    seconds = time.process_time() - began
    spans = [[(hit.start, hit.end) for hit in hits] for hits in found]
    answer = {"spans": spans, "seconds": seconds, "version": version("presidio-analyzer")}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
