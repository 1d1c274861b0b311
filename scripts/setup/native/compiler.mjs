// Finds a C++ compiler: the program in CXX, g++ or clang++.
import { capture } from "../command.mjs";
import { SetupError } from "../report.mjs";

/**
 * Returns the compiler's program and its name, such as `g++ (Debian 12.2.0-14) 12.2.0`.
 * @throws {SetupError} when there is none, or the system is not Linux
 */
export async function findCompiler() {
  if (process.platform !== "linux") {
    throw new SetupError(
      `native engine: expected Linux, found ${process.platform}; the lab computes with wasm.`,
    );
  }
  for (const program of [process.env.CXX, "g++", "clang++"].filter(Boolean)) {
    const { code, output } = await capture(program, ["--version"]);
    if (code === 0) return { program, name: output.split("\n")[0] };
  }
  throw new SetupError(
    "native engine: expected a C++ compiler (CXX, g++ or clang++), found none; install one (on Debian and Ubuntu: sudo apt install g++), or compute with wasm.",
  );
}
