"""The trained files beside this package, refused where they are not the ones that were measured."""

from hashlib import sha256
from importlib.resources import files

# Written by training/release.py; docs and figures: training/MODEL_CARD.md.
SHA256: dict[str, str] = {
    "network.onnx": "aa3a6f4ed4fe9af421941cd199a2ea04a0f15d5f13808c1ed65d0ee2a3bf8180",
    "sequence.crfsuite": "08cea9ae81e4000fb11080d8efbd7be38ca5fc42ac13741eb027a830350c9798",
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
