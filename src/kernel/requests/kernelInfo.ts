// Content of kernel_info_reply.
import { createRequire } from "node:module";
import type { JsonObject } from "../host/json.js";
import { typescriptVersion } from "../language/compiler.js";
import { protocolVersion } from "../protocol/messages.js";

const { version } = createRequire(import.meta.url)("typescript-lab/package.json") as { version: string };

/** Returns name, versions and features of the kernel. */
export function kernelInfo(): JsonObject {
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "typescript-lab",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: typescriptVersion,
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { name: "javascript", typescript: true },
      nbconvert_exporter: "script",
    },
    banner: `TypeScript ${typescriptVersion} on Node.js ${process.versions.node}`,
    help_links: [
      { text: "TypeScript Handbook", url: "https://www.typescriptlang.org/docs/handbook/" },
      { text: "Node.js Reference", url: "https://nodejs.org/docs/latest-v20.x/api/" },
    ],
    supported_features: ["debugger", "kernel subshells"],
    debugger: true,
  };
}
