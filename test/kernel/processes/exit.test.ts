// `process.exit` in a cell ends the kernel after the front end got all outputs and the reply.
import assert from "node:assert/strict";
import { once } from "node:events";
import { describe, test } from "node:test";
import { KernelClient, notBuilt, printed } from "../../support/kernelClient.js";

describe("process.exit", { skip: notBuilt }, () => {
  const calls: Record<string, [code: string, status: number]> = {
    "in a cell": ["process.exit(0)", 0],
    "without a status": ["process.exitCode = 4; process.exit()", 4],
    "with a status that is an error": ["process.exit(3)", 3],
    "after an await": ["await new Promise((done) => setTimeout(done, 10)); process.exit(0)", 0],
    "in a timer that the cell waits for": [
      "await new Promise(() => setTimeout(() => process.exit(0), 10))",
      0,
    ],
    "with an inspector session, a worker and a server": [
      "import { Session } from 'node:inspector'; import { Worker } from 'node:worker_threads'; import { createServer } from 'node:http';\nnew Session().connect(); new Worker('setInterval(() => {}, 10)', { eval: true }); createServer().listen(0); process.exit(0)",
      0,
    ],
  };
  for (const [what, [code, status]] of Object.entries(calls))
    test(`${what} sends the outputs and the reply before the kernel ends`, async () => {
      const client = await KernelClient.start();
      const ended = once(client.process, "exit");
      const imports = /^import .*\n/.exec(code)?.[0] ?? "";
      const { reply, published } = await client.execute(
        `${imports}process.on("exit", () => console.log("handler")); for (let i = 0; i < 300; i++) console.log(i);\n${code.slice(imports.length)}`,
      );
      assert.equal(reply.status, status === 0 ? "ok" : "error");
      const lines = Array.from({ length: 300 }, (_, i) => `${i}\n`).join("");
      assert.equal(printed(published), `${lines}handler\n`);
      assert.deepEqual(await ended, [status, null]);
      assert.equal(client.stderr, "");
      await client.close();
    });

  test("in a timer of an ended cell ends the kernel", async () => {
    const client = await KernelClient.start();
    const ended = once(client.process, "exit");
    await client.execute("setTimeout(() => process.exit(0), 50);");
    assert.deepEqual(await ended, [0, null]);
    await client.close();
  });
});
