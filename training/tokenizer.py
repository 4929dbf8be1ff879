"""The base tokenizer without the truncation and padding it was published with."""

from pathlib import Path

from tokenizers import Tokenizer


def write_tokenizer(base: Path, out: Path) -> None:
    tokenizer = Tokenizer.from_file(str(base))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(out), pretty=False)
