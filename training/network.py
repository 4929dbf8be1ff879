"""The six-layer encoder with token types for looks, its base weights, and its export to ONNX."""

import math
from hashlib import sha256
from pathlib import Path

import torch
from safetensors.torch import load
from torch import Tensor, nn

from portal.privacy.identifiers.tagger_words import LOOKS

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH, HEADS, LAYERS, INNER, POSITIONS, VOCABULARY = 384, 12, 6, 1536, 512, 30522


class Layer(nn.Module):
    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query = nn.Linear(WIDTH, WIDTH)
        self.key = nn.Linear(WIDTH, WIDTH)
        self.value = nn.Linear(WIDTH, WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        batch, length = x.shape[0], x.shape[1]

        def heads(y: Tensor) -> Tensor:
            return y.view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = heads(self.query(x)), heads(self.key(x)), heads(self.value(x))
        if self.training:  # fused, without dropout of attention: a third faster on a processor
            mixed = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        else:
            scores = query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + mask
            mixed = scores.softmax(-1) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.attention_norm(x + self.dropout(self.output(mixed)))
        inner = nn.functional.gelu(self.inner(x))
        return self.norm(x + self.dropout(self.outer(inner)))


class Network(nn.Module):
    """(batch, length) piece ids, looks and mask to (batch, length, labels) logits."""

    def __init__(self, labels: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.looks = nn.Embedding(LOOKS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList([Layer(dropout) for _ in range(LAYERS)])
        self.classifier = nn.Linear(WIDTH, labels)

    def forward(self, pieces: Tensor, looks: Tensor, mask: Tensor) -> Tensor:
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.positions(places)[None] + self.looks(looks)
        x = self.dropout(self.norm(x))
        away = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, away)
        return self.classifier(self.dropout(x))


def from_base(path: Path, labels: int) -> Network:
    content = path.read_bytes()
    if sha256(content).hexdigest() != BASE_SHA256:
        raise ValueError(f"{path} are not the base weights this training is pinned to")
    base = load(content)
    network = Network(labels)
    names = {
        "attention.self.query": "query",
        "attention.self.key": "key",
        "attention.self.value": "value",
        "attention.output.dense": "output",
        "attention.output.LayerNorm": "attention_norm",
        "intermediate.dense": "inner",
        "output.dense": "outer",
        "output.LayerNorm": "norm",
    }
    state = {
        "words.weight": base["embeddings.word_embeddings.weight"],
        "positions.weight": base["embeddings.position_embeddings.weight"],
        "norm.weight": base["embeddings.LayerNorm.weight"],
        "norm.bias": base["embeddings.LayerNorm.bias"],
        "looks.weight": base["embeddings.token_type_embeddings.weight"][0].repeat(LOOKS, 1)
        + torch.randn(LOOKS, WIDTH) * 0.01,
        "classifier.weight": torch.randn(labels, WIDTH) * 0.02,
        "classifier.bias": torch.zeros(labels),
    }
    for layer in range(LAYERS):
        for theirs, ours in names.items():
            for part in ("weight", "bias"):
                state[f"layers.{layer}.{ours}.{part}"] = base[
                    f"encoder.layer.{layer}.{theirs}.{part}"
                ]
    network.load_state_dict(state)
    return network
