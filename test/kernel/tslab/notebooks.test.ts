// Notebooks for tslab run unchanged, each in one session.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Message } from "../../../src/kernel/protocol/messages.js";
import { KernelClient, notBuilt } from "../../support/kernelClient.js";
import { notebooks } from "./notebooks.js";

/** Returns a message in one line. */
function seen({ header, content }: Message): string {
  if (header.msg_type === "execute_input") return "";
  if (header.msg_type === "stream") return String(content.text);
  return `${header.msg_type} ${JSON.stringify(content.data ?? {})}\n`;
}

describe("a notebook written for tslab", { skip: notBuilt }, () => {
  for (const [name, { cells, shows, env }] of Object.entries(notebooks)) {
    test(`runs unchanged: ${name}`, async () => {
      const client = await KernelClient.start({ env });
      try {
        let text = "";
        for (const cell of cells) {
          const { reply, published } = await client.execute(cell);
          assert.equal(
            reply.status,
            "ok",
            `${cell}\n${(reply.traceback as string[] | undefined)?.join("\n")}`,
          );
          text += published.map(seen).join("");
        }
        for (const pattern of shows) assert.match(text, pattern);
      } finally {
        await client.close();
      }
    });
  }

  test("stops at the type errors that tslab stops at", async () => {
    const client = await KernelClient.start({ env: { TYPESCRIPT_LAB_DIALECT: "tslab" } });
    try {
      for (const cell of ["let x: number = 'tslab';", "let n = 12.3;\nn = 'tslab';"]) {
        const { reply } = await client.execute(cell);
        assert.match(String(reply.evalue), /^TS2322: Type 'string' is not assignable to type 'number'/);
      }
    } finally {
      await client.close();
    }
  });
});
