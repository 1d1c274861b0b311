// Looks for an NVIDIA card through its driver's own program.
import { capture } from "../command.mjs";

/** The first card's name, such as `NVIDIA H100 PCIe`; undefined where there is no driver or no card. */
export async function findGpu() {
  const { code, output } = await capture("nvidia-smi", ["--query-gpu=name", "--format=csv,noheader"]);
  return code === 0 ? output.trim().split("\n")[0] || undefined : undefined;
}
