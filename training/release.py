"""Puts trained files into the package, their hashes into its code: python -m training.release F."""

import argparse
import re
import shutil
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "portal" / "privacy" / "identifiers"
NAMES = ("network.onnx", "sequence.crfsuite", "tokenizer.json", "words.bin")
LARGEST = 30 * 1000 * 1000


def release(folder: Path) -> None:
    total = sum((folder / name).stat().st_size for name in NAMES)
    if total > LARGEST:
        raise ValueError(f"{total:,} bytes of weights are more than {LARGEST:,}")
    hashes = []
    for name in NAMES:
        shutil.copyfile(folder / name, PACKAGE / "models" / name)
        digest = sha256((folder / name).read_bytes()).hexdigest()
        hashes.append(f'    "{name}": "{digest}",\n')
    code = PACKAGE / "tagger_files.py"
    text = code.read_text("utf-8")
    table = "SHA256: dict[str, str] = {\n" + "".join(hashes) + "}"
    changed = re.sub(r"SHA256: dict\[str, str\] = \{[^}]*\}", table, text)
    code.write_text(changed, "utf-8")
    print(f"{total:,} bytes released")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    release(parser.parse_args().folder)


if __name__ == "__main__":
    main()
