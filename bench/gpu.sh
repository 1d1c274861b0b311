#!/usr/bin/env bash
# On a machine with an NVIDIA GPU: sets everything up with CUDA 12, runs the tests of the engines and the whole
# benchmark against PyTorch on the same GPU, and leaves the device, its memory and the ratios in bench/RESULTS-gpu.md.
# CUDA_VISIBLE_DEVICES names one card where there are several; AMFMN_TORCH_PYTHON a Python whose PyTorch fits an older
# driver. `bench/gpu.sh --dry` does the same on the processor with two quick benchmarks: to try the script itself.
set -euo pipefail
cd "$(dirname "$0")/.."

export CUDA_VISIBLE_DEVICES="${CUDA_VISIBLE_DEVICES:-0}"
results=bench/RESULTS-gpu.md
variant=--gpu
jobs=()
card() { nvidia-smi --id="$CUDA_VISIBLE_DEVICES" --format=csv,noheader "$@"; }
if [ "${1:-}" = --dry ]; then
  results="$(mktemp)"
  variant=--cpu
  jobs=(text-similarity wasm)
  card() { echo "no GPU: a dry run"; }
fi
fail() { echo "$1" >&2; exit 2; }

card --query-gpu=name,driver_version,memory.total
npm run setup
npm run setup:native -- "$variant"
npx amfmn engines
if [ "$variant" = --gpu ] && ! grep -q '"gpu"' .cache/native/engine.json; then
  fail "TensorFlow computes on the processor: expected it to find the GPU above; is the driver of CUDA 12 (525 or newer)?"
fi

if [ -z "${AMFMN_TORCH_PYTHON:-}" ]; then
  python3 -m venv .cache/torch
  .cache/torch/bin/python -m pip install --quiet torch==2.13.0 numpy safetensors pillow==13.0.0 skipthoughts==0.0.1
  export AMFMN_TORCH_PYTHON="$PWD/.cache/torch/bin/python"
fi
if [ "$variant" = --gpu ] && ! "$AMFMN_TORCH_PYTHON" -c "import sys, torch; sys.exit(not torch.cuda.is_available())"; then
  fail "PyTorch finds no GPU: its CUDA may be newer than the driver; name a Python with another build in AMFMN_TORCH_PYTHON."
fi
npm test -- test/lib/engine/*.test.ts

used="$(mktemp)"
card --query-gpu=memory.used --loop=1 >"$used" &
watcher=$!
trap 'kill "$watcher" 2>/dev/null || true' EXIT
AMFMN_BENCH_RESULTS="$results" npm run --silent bench -- "${jobs[@]}" >/dev/null
{
  echo
  echo "GPU: $(card --query-gpu=name,driver_version,memory.total); most memory used by both sides together: $(sort -n "$used" | tail -1)."
} >>"$results"
cat "$results"
