// A Python process that serves all tests of a file: it answers one line of JSON with another.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { root } from "../venv.js";

export class PythonProcess {
  private child: ChildProcessWithoutNullStreams | undefined;
  private lines: AsyncIterator<string> | undefined;
  private stderr = "";
  private last: Promise<unknown> = Promise.resolve();

  /** The first request starts the script. The end of the file's tests ends it. */
  constructor(
    private readonly interpreter: string,
    private readonly script: string,
  ) {
    after(() => this.close());
  }

  /** Sends a request and resolves to the answer. Requests wait for those before them. */
  ask<T>(request: object): Promise<T> {
    const answer = this.last.then(() => this.exchange<T>(request));
    this.last = answer.catch(() => {});
    return answer;
  }

  private async exchange<T>(request: object): Promise<T> {
    this.lines ??= this.start();
    this.child!.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.lines.next();
    if (done) throw new Error(`${this.script} ended: ${this.stderr}`);
    return JSON.parse(value) as T;
  }

  private start(): AsyncIterator<string> {
    this.child = spawn(this.interpreter, [this.script], { cwd: root });
    this.child.stdin.on("error", () => {}); // exchange reports the end
    this.child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    return createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  private async close(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.stdin.end();
    await ended;
  }
}
