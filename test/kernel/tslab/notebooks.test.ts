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
  for (const [name, { cells, shows }] of Object.entries(notebooks)) {
    test(`runs unchanged: ${name}`, async () => {
      const client = await KernelClient.start();
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
});
