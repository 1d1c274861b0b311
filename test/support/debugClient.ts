// A front end's side of the debugger.
import assert from "node:assert/strict";
import { afterEach, beforeEach } from "node:test";
import type { JsonObject } from "typescript-lab";
import { KernelClient } from "./kernelClient.js";

export interface StackFrame {
  id: number;
  name: string;
  line: number;
  source: { path: string };
}
export interface Variable {
  name: string;
  value: string;
  variablesReference: number;
}

/** Starts a kernel for each test. Returns a function that tests call for the client. */
export function debugged(): () => DebugClient {
  let client: DebugClient | undefined;
  beforeEach(async () => {
    client = new DebugClient(await KernelClient.start());
  });
  afterEach(() => client?.kernel.close());
  return () => client!;
}

export class DebugClient {
  private seen = 0;

  constructor(readonly kernel: KernelClient) {}

  /** Sends a request and returns its msg_id. */
  send(command: string, given: JsonObject = {}): Promise<string> {
    const content = { type: "request", seq: 1, command, arguments: given };
    return this.kernel.send("debug_request", content, "control");
  }

  /** Sends a request, which must succeed, and returns the body of the response. */
  async ask(command: string, given: JsonObject = {}): Promise<never> {
    const { reply } = await this.kernel.answerTo(await this.send(command, given));
    assert.equal(reply.success, true, String(reply.message));
    return reply.body as never;
  }

  /** Starts the debugger and sets breakpoints in a cell. Returns its path and the lines of the breakpoints. */
  async start(code: string, lines: readonly number[]): Promise<{ path: string; lines: number[] }> {
    await this.ask("initialize");
    await this.ask("attach");
    const { sourcePath: path } = (await this.ask("dumpCell", { code })) as { sourcePath: string };
    const { breakpoints } = (await this.ask("setBreakpoints", {
      source: { path },
      breakpoints: lines.map((line) => ({ line })),
    })) as { breakpoints: { line: number }[] };
    await this.ask("configurationDone");
    return { path, lines: breakpoints.map(({ line }) => line) };
  }

  /** Waits for the next `stopped` event. */
  async stopped(): Promise<{ reason?: string; text?: string }> {
    const events = () =>
      this.kernel.published.filter(
        ({ header, content }) => header.msg_type === "debug_event" && content.event === "stopped",
      );
    await this.kernel.until(() => events().length > this.seen);
    const { body } = events()[this.seen]!.content;
    this.seen += 1;
    return body as JsonObject;
  }

  /** Waits for the next pause and returns its innermost frame. */
  async stoppedAt(): Promise<StackFrame> {
    await this.stopped();
    return (await this.frames())[0]!;
  }

  continued(): Promise<unknown> {
    return this.ask("continue", { threadId: 1 });
  }

  async frames(): Promise<StackFrame[]> {
    return ((await this.ask("stackTrace", { threadId: 1 })) as { stackFrames: StackFrame[] }).stackFrames;
  }

  async variables(variablesReference: number): Promise<Variable[]> {
    return ((await this.ask("variables", { variablesReference })) as { variables: Variable[] }).variables;
  }

  /** Returns the notebook's variables by name. */
  async globals(): Promise<Map<string, Variable>> {
    const { variables } = (await this.ask("inspectVariables")) as { variables: Variable[] };
    const byName = new Map(variables.map((one) => [one.name, one]));
    assert.equal(byName.size, variables.length, "each is listed once");
    return byName;
  }

  /** Returns the variables of each scope of a frame. */
  async scopes(frameId: number): Promise<Map<string, Variable[]>> {
    const { scopes } = (await this.ask("scopes", { frameId })) as {
      scopes: { name: string; variablesReference: number }[];
    };
    const all = await Promise.all(
      scopes.map(async ({ name, variablesReference }) => {
        return [name, await this.variables(variablesReference)] as const;
      }),
    );
    return new Map(all);
  }
}
