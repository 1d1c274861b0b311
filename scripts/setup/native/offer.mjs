// Offers the native engine at `npm start`: one question on a terminal, one line elsewhere.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { root } from "../command.mjs";
import { SetupError } from "../report.mjs";
import { hasNative, setUpNative } from "./index.mjs";

const answered = join(root, ".cache", "setup", "native-offered");
const gain = "Native TensorFlow computes 5 to 10 times as fast as wasm (two minutes, 2 GB)";

/** Offers to set up the native engine. A failure is printed, and the lab opens with wasm. */
export async function offerNative() {
  if (hasNative() || process.platform !== "linux") return;
  if (!process.stdin.isTTY || !process.stdout.isTTY || existsSync(answered)) {
    process.stdout.write(`${gain}: npm run setup:native sets it up.\n`);
    return;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${gain}. Set it up now? [y/N] `);
  terminal.close();
  mkdirSync(dirname(answered), { recursive: true });
  writeFileSync(answered, answer);
  if (!/^y/i.test(answer.trim())) return;
  try {
    await setUpNative();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stdout.write(`${error.message}\n`);
  }
}
