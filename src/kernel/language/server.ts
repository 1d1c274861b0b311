// TypeScript 7's own language server as a child process, spoken to over its standard streams.
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-jsonrpc/node";

/**
 * What the server would do of its own accord: run npm for type packages, into a folder of the person's home; and
 * after each change list what every package exports, for completions that a reply cannot express.
 */
const settings = { disableAutomaticTypeAcquisition: true, suggest: { autoImports: false } };

/** Starts the server; requests wait until it has answered `initialize`. */
export class LanguageServer {
  private readonly child: ChildProcess;
  private readonly connection: MessageConnection;
  private readonly ready: Promise<unknown>;

  constructor(folder: string) {
    this.child = spawn(executable(), ["--lsp", "--stdio"], {
      cwd: folder,
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.connection = createMessageConnection(
      new StreamMessageReader(this.child.stdout!),
      new StreamMessageWriter(this.child.stdin!),
    );
    this.child.on("error", () => this.connection.dispose());
    this.connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) =>
      items.map(() => settings),
    );
    this.connection.onRequest(() => null);
    this.connection.listen();
    const uri = pathToFileURL(folder).href;
    this.ready = this.connection
      .sendRequest("initialize", {
        processId: process.pid,
        rootUri: uri,
        workspaceFolders: [{ uri, name: "notebook" }],
        capabilities: {
          workspace: { configuration: true, didChangeWatchedFiles: { dynamicRegistration: true } },
          textDocument: {
            diagnostic: {},
            hover: { contentFormat: ["markdown"] },
            completion: { completionItem: { documentationFormat: ["markdown"] } },
            signatureHelp: { signatureInformation: { documentationFormat: ["markdown"] } },
          },
        },
      })
      .then(() => this.connection.sendNotification("initialized", {}));
    this.ready.catch(() => {});
  }

  async open(uri: string, text: string, languageId: string): Promise<void> {
    await this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  async change(uri: string, version: number, text: string): Promise<void> {
    await this.notify("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  async request<T>(method: string, parameters: unknown): Promise<T> {
    await this.ready;
    return this.connection.sendRequest<T>(method, parameters);
  }

  async notify(method: string, parameters: unknown): Promise<void> {
    await this.ready;
    await this.connection.sendNotification(method, parameters);
  }

  stop(): void {
    this.connection.dispose();
    this.child.kill();
  }
}

const require = createRequire(import.meta.url);
const packageFile = require.resolve("typescript-7/package.json");

/** The version of TypeScript that checks cells. */
export const { version: typescriptVersion } = require(packageFile) as { version: string };

/** The native compiler that the package brings for this platform. */
function executable(): string {
  const platform = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  const folder = dirname(createRequire(packageFile).resolve(platform));
  return join(folder, "lib", process.platform === "win32" ? "tsc.exe" : "tsc");
}
