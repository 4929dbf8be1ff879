"""Network weights to int8 ONNX: python -m training.export --weights FILE --out network.onnx."""

import argparse
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process

from portal.privacy.identifiers.tagger_scores import LABELS
from training.network import Network


def export(weights: Path, out: Path, *, reduce_range: bool = False) -> None:
    network = Network(len(LABELS))
    network.load_state_dict(torch.load(weights, weights_only=True))
    network.eval()
    example = (
        torch.ones((2, 16), dtype=torch.long),
        torch.zeros((2, 16), dtype=torch.long),
        torch.ones((2, 16), dtype=torch.long),
    )
    axes = {name: {0: "texts", 1: "pieces_"} for name in ("pieces", "looks", "mask", "logits")}
    with tempfile.TemporaryDirectory() as folder:
        full, prepared = Path(folder, "full.onnx"), Path(folder, "prepared.onnx")
        torch.onnx.export(
            network,
            example,
            str(full),
            input_names=["pieces", "looks", "mask"],
            output_names=["logits"],
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(full), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(
            str(prepared),
            str(out),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=reduce_range,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    model = onnx.load(str(out))
    del model.metadata_props[:]
    onnx.save(model, str(out))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--reduce-range", action="store_true")
    chosen = parser.parse_args()
    export(chosen.weights, chosen.out, reduce_range=chosen.reduce_range)
    print(f"{chosen.out}: {chosen.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
