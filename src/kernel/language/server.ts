// Runs the language server of TypeScript 7 as a child process and speaks with it over its standard streams.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import type { MessageConnection } from "vscode-jsonrpc/node";
import { ownProcess } from "../processes/childProcesses.js";
import { compilerProgram } from "./compiler.js";

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

/** The language server ended before it answered. */
export class ServerEndedError extends Error {
  override name = "ServerEndedError";
  constructor() {
    super(
      "type check: expected an answer of the language server, found that it ended; run the cell again, which starts it again.",
    );
  }
}

/** A running language server. Requests wait until it has answered `initialize`. */
export class LanguageServer {
  private isStopped = false;
  private hasEnded = false;
  private readonly child: ChildProcess;
  private readonly ready: Promise<MessageConnection>;
  private connection: MessageConnection | undefined;

  /**
   * @param folder folder of the notebook
   * @param ended called when the process ends, unless `stop` ended it. Default: nothing.
   */
  constructor(
    private readonly folder: string,
    private readonly ended: () => void = () => {},
  ) {
    this.child = spawn(compilerProgram(), ["--lsp", "--stdio"], {
      cwd: folder,
      env: { ...process.env, GOGC: process.env.GOGC ?? heapGrowth },
      stdio: ["pipe", "pipe", "ignore"],
      [ownProcess]: true,
    } as SpawnOptions);
    this.child.on("error", () => this.stop());
    this.child.on("exit", () => this.end());
    this.ready = this.connect();
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
    try {
      return await (await this.ready).sendRequest<T>(method, parameters);
    } catch (error) {
      throw this.reasonOf(error);
    }
  }

  /** Sends a notification. */
  async notify(method: string, parameters: unknown): Promise<void> {
    try {
      await (await this.ready).sendNotification(method, parameters);
    } catch (error) {
      throw this.reasonOf(error);
    }
  }

  /** Ends the process. */
  stop(): void {
    this.isStopped = true;
    this.connection?.dispose();
    this.child.kill();
  }

  /** Returns the error to report. A broken pipe may be noticed before the end of the process. */
  private reasonOf(error: unknown): unknown {
    if (/EPIPE|ECONNRESET|ERR_STREAM/.test((error as NodeJS.ErrnoException).code ?? "")) this.end();
    return this.hasEnded ? new ServerEndedError() : error;
  }

  private end(): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    // The requests that wait fail.
    this.connection?.dispose();
    if (!this.isStopped) this.ended();
  }

  private async connect(): Promise<MessageConnection> {
    // Loaded while the process starts. A kernel that checks no types does not need it.
    const { createMessageConnection, StreamMessageReader, StreamMessageWriter } = await import(
      "vscode-jsonrpc/node"
    );
    const { child } = this;
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout!),
      new StreamMessageWriter(child.stdin!),
    );
    this.connection = connection;
    connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) =>
      items.map(() => settings),
    );
    connection.onRequest(() => null);
    connection.listen();
    const uri = pathToFileURL(this.folder).href;
    await connection.sendRequest("initialize", {
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
    });
    await connection.sendNotification("initialized", {});
    return connection;
  }
}
