#!/usr/bin/env bash
# Measures on an NVIDIA GPU: sets everything up with CUDA 12, runs the tests of the engines and all benchmarks against
# PyTorch on the same GPU, and writes the device, its memory and the ratios to bench/RESULTS-gpu.md.
# CUDA_VISIBLE_DEVICES names one of several cards. AMFMN_TORCH_PYTHON names a Python whose PyTorch fits an older driver.
# `bench/gpu.sh --dry` tries the script on the processor with two quick benchmarks.
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
  fail "TensorFlow: expected the GPU above, found the processor; install a driver for CUDA 12 (525 or newer)."
fi

if [ -z "${AMFMN_TORCH_PYTHON:-}" ]; then
  python3 -m venv .cache/torch
  .cache/torch/bin/python -m pip install --quiet torch==2.13.0 numpy safetensors pillow==13.0.0 skipthoughts==0.0.1
  export AMFMN_TORCH_PYTHON="$PWD/.cache/torch/bin/python"
fi
if [ "$variant" = --gpu ] && ! "$AMFMN_TORCH_PYTHON" -c "import sys, torch; sys.exit(not torch.cuda.is_available())"; then
  fail "PyTorch: expected the GPU above, found none; name a Python in AMFMN_TORCH_PYTHON whose PyTorch fits the driver."
fi
npm test -- $(find test/lib/engine -name "*.test.ts")

used="$(mktemp)"
card --query-gpu=memory.used --loop=1 >"$used" &
watcher=$!
trap 'kill "$watcher" 2>/dev/null || true' EXIT
AMFMN_BENCH_RESULTS="$results" npm run --silent bench -- "${jobs[@]}" >/dev/null
{
  echo
  echo "GPU: $(card --query-gpu=name,driver_version,memory.total). Peak memory of both sides together: $(sort -n "$used" | tail -1)."
} >>"$results"
cat "$results"
