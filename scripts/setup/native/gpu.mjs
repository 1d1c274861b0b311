// Finds an NVIDIA card with the driver's program nvidia-smi.
import { capture } from "../command.mjs";

/** Returns the name of the first card, such as `NVIDIA H100 PCIe`, or undefined without a driver or a card. */
export async function findGpu() {
  const { code, output } = await capture("nvidia-smi", ["--query-gpu=name", "--format=csv,noheader"]);
  return code === 0 ? output.trim().split("\n")[0] || undefined : undefined;
}
