"""The trained files beside this package, refused where they are not the ones that were measured."""

from hashlib import sha256
from importlib.resources import files

# Written by training/release.py; docs and figures: training/MODEL_CARD.md.
SHA256: dict[str, str] = {
    "network.onnx": "81b47729f24dd30baf58fa55a1f48ec1b58c8e7bbbc877f2b2c5d764a1283094",
    "sequence.crfsuite": "8c14733bf24c2371eca4f685a46c59223279d8acf2bf4362e1011372f89db4e7",
    "tokenizer.json": "9114256b104cca80e04367526f03f46aa3c443c2ed174904142a73bbf13b9fbb",
    "words.bin": "26c1bb10b639714fd85d3f2d336ebedfeac7a134796d10803646ab845d61fb93",
}


class ChangedWeightsError(RuntimeError):
    """A trained file is missing or is not the one whose figures were published."""


def weights(name: str) -> bytes:
    """The content of one trained file; ChangedWeightsError where its hash is another."""
    path = files("portal.privacy.identifiers").joinpath("models", name)
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ChangedWeightsError(f"the trained file {name} is missing") from error
    return checked(name, content)


def checked(name: str, content: bytes) -> bytes:
    found = sha256(content).hexdigest()
    if found != SHA256[name]:
        raise ChangedWeightsError(
            f"the trained file {name} was changed: its SHA-256 begins {found[:8]}, "
            f"expected {SHA256[name][:8]}"
        )
    return content
