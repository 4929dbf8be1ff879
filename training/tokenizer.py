"""The base tokenizer without the truncation and padding it was published with.

python -m training.tokenizer BASE FILE
"""

import sys
from pathlib import Path

from tokenizers import Tokenizer


def write_tokenizer(base: Path, out: Path) -> None:
    tokenizer = Tokenizer.from_file(str(base))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    tokenizer.save(str(out), pretty=False)


if __name__ == "__main__":
    write_tokenizer(Path(sys.argv[1]), Path(sys.argv[2]))
