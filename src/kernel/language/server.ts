// Runs the language server of TypeScript 7 as a child process and speaks with it over its standard streams.
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
 * Turns off npm, which the server runs to install types into the user's home. Turns off automatic imports, for which the
 * server lists the exports of all packages after each change.
 */
const settings = { disableAutomaticTypeAcquisition: true, suggest: { autoImports: false } };

/**
 * Growth of the server's heap, in percent, after which Go collects garbage. Go's own 100 saves 3 % of the time of a check
 * and takes 35 MB more with tfjs in scope.
 */
const heapGrowth = "50";

/** A running language server. Requests wait until it has answered `initialize`. */
export class LanguageServer {
  private readonly child: ChildProcess;
  private readonly connection: MessageConnection;
  private readonly ready: Promise<unknown>;

  constructor(folder: string) {
    this.child = spawn(executable(), ["--lsp", "--stdio"], {
      cwd: folder,
      env: { ...process.env, GOGC: process.env.GOGC ?? heapGrowth },
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
            diagnostic: { relatedInformation: true },
            publishDiagnostics: { relatedInformation: true },
            hover: { contentFormat: ["markdown"] },
            completion: { completionItem: { documentationFormat: ["markdown"] } },
            signatureHelp: { signatureInformation: { documentationFormat: ["markdown"] } },
          },
        },
      })
      .then(() => this.connection.sendNotification("initialized", {}));
    this.ready.catch(() => {});
  }

  /** Opens a document. */
  async open(uri: string, text: string, languageId: string): Promise<void> {
    await this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Replaces the text of a document. */
  async change(uri: string, version: number, text: string): Promise<void> {
    await this.notify("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  /** Sends a request and returns its result. */
  async request<T>(method: string, parameters: unknown): Promise<T> {
    await this.ready;
    return this.connection.sendRequest<T>(method, parameters);
  }

  /** Sends a notification. */
  async notify(method: string, parameters: unknown): Promise<void> {
    await this.ready;
    await this.connection.sendNotification(method, parameters);
  }

  /** Ends the process. */
  stop(): void {
    this.connection.dispose();
    this.child.kill();
  }
}

const require = createRequire(import.meta.url);
const packageFile = require.resolve("typescript-7/package.json");

/** Version of TypeScript. */
export const { version: typescriptVersion } = require(packageFile) as { version: string };

/** Returns the path of the native compiler for this platform. */
function executable(): string {
  const platform = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  const folder = dirname(createRequire(packageFile).resolve(platform));
  return join(folder, "lib", process.platform === "win32" ? "tsc.exe" : "tsc");
}
