#!/usr/bin/env bash
# On a machine with an NVIDIA GPU: sets everything up with CUDA 12, runs the tests of the engines and the whole
# benchmark against PyTorch on the same GPU, and leaves the device, its memory and the ratios in bench/RESULTS-gpu.md.
set -euo pipefail
cd "$(dirname "$0")/.."

nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
npm run setup
npm run setup:native -- --gpu
if [ -z "${AMFMN_TORCH_PYTHON:-}" ]; then
  python3 -m venv .cache/torch
  .cache/torch/bin/python -m pip install --quiet torch==2.13.0 numpy safetensors pillow==13.0.0 skipthoughts==0.0.1
  export AMFMN_TORCH_PYTHON="$PWD/.cache/torch/bin/python"
fi
npm test -- test/lib/engine/*.test.ts

used="$(mktemp)"
nvidia-smi --query-gpu=memory.used --format=csv,noheader --loop=1 >"$used" &
watcher=$!
trap 'kill "$watcher"' EXIT
AMFMN_BENCH_RESULTS=bench/RESULTS-gpu.md npm run --silent bench
{
  echo
  echo "GPU: $(nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader); most memory used by both sides together: $(sort -n "$used" | tail -1)."
} >>bench/RESULTS-gpu.md
