// Finds a C++ compiler: the one in CXX, or the system's g++ or clang++.
import { capture } from "../command.mjs";
import { SetupError } from "../report.mjs";

/** @returns its program and name, such as `g++ (Debian 12.2.0-14) 12.2.0` */
export async function findCompiler() {
  if (process.platform !== "linux") {
    throw new SetupError(
      `The native engine is made on Linux only, and this is ${process.platform}: the lab goes on with wasm.`,
    );
  }
  for (const program of [process.env.CXX, "g++", "clang++"].filter(Boolean)) {
    const { code, output } = await capture(program, ["--version"]);
    if (code === 0) return { program, name: output.split("\n")[0] };
  }
  throw new SetupError(
    "The native engine's addon needs a C++ compiler, and neither CXX, g++ nor clang++ is one: install it (on Debian and Ubuntu: sudo apt install g++); the lab goes on with wasm.",
  );
}
