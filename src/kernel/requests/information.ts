// The requests that tell about the kernel: kernel_info, comm_info, history and is_complete.
import type { Kernel, RequestHandler } from "../kernel.js";
import { completeness } from "../language/completeness.js";
import { type JsonObject, protocolVersion } from "../protocol/messages.js";

const version = "0.1.0";

export function informationHandlers(kernel: Kernel): [string, RequestHandler][] {
  return [
    ["kernel_info_request", kernelInfo],
    ["comm_info_request", ({ content }) => ({ status: "ok", comms: kernel.comms.list(target(content)) })],
    ["history_request", ({ content }) => ({ status: "ok", history: kernel.history.answer(content) })],
    ["is_complete_request", ({ content }) => completeness(String(content.code ?? ""))],
  ];
}

function kernelInfo(): JsonObject {
  return {
    status: "ok",
    protocol_version: protocolVersion,
    implementation: "typescript-lab",
    implementation_version: version,
    language_info: {
      name: "typescript",
      version: "7.0",
      mimetype: "text/typescript",
      file_extension: ".ts",
      pygments_lexer: "typescript",
      codemirror_mode: { name: "javascript", typescript: true },
      nbconvert_exporter: "script",
    },
    banner: `TypeScript (amfmn-lab ${version}) on Node ${process.versions.node}`,
    help_links: [
      { text: "TypeScript handbook", url: "https://www.typescriptlang.org/docs/handbook/intro.html" },
      { text: "Node.js", url: "https://nodejs.org/docs/latest-v20.x/api/" },
    ],
    debugger: false,
    supported_features: [],
  };
}

function target(content: JsonObject): string | undefined {
  return typeof content.target_name === "string" && content.target_name !== ""
    ? content.target_name
    : undefined;
}
