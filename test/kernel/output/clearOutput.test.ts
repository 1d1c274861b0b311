// `clearOutput(true)` in a loop, as for a progress display. Each turn replaces the outputs of the one before.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Message } from "../../../src/kernel/protocol/messages.js";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt } from "../../support/kernelClient.js";
import { runNotebooks, type SavedOutput } from "../../support/unattended.js";
import { noJupyter } from "../../support/venv.js";

const turns = (body: string) => `for (let i = 0; i < 40; i++) { clearOutput(true); ${body} }`;

/** Displays a value whose MIME bundle is made later. */
const slowly =
  "display({ [Symbol.for('Jupyter.display')]: () => new Promise((done) => setTimeout(done, 5, { 'text/plain': 'slow ' + i })) });";

/** Bodies of the loop, and the outputs of the last turn. */
const loops: Record<string, [body: string, ...outputs: string[]]> = {
  "a value": ["display(i);", "39"],
  "a value that is awaited": ["await display(i);", "39"],
  "a value whose MIME bundle is made later": [slowly, "slow 39"],
  "text and a value": ["console.log('step', i); display(i);", "step 39\n", "39"],
  "a value between two texts": [
    "console.log('before', i); display(i); console.log('after', i);",
    "before 39\n",
    "39",
    "after 39\n",
  ],
  "text only": ["console.log('step', i);", "step 39\n"],
  "text of both streams": ["console.log('out', i); console.error('err', i);", "out 39\n", "err 39\n"],
  "text through the descriptor": ["fs.writeSync(1, 'step ' + i + '\\n');", "step 39\n"],
  "values in turns that take time": ["display(i); await new Promise((done) => setTimeout(done, 5));", "39"],
};

/** Applies the messages as a front end does. */
function kept(published: readonly Message[]): string[] {
  let [outputs, clears]: [string[], boolean] = [[], false];
  for (const { header, content } of published) {
    if (header.msg_type === "clear_output") {
      assert.equal(content.wait, true);
      clears = true;
    } else if (header.msg_type === "stream" || header.msg_type === "display_data") {
      if (clears) outputs = [];
      clears = false;
      outputs.push(String(content.text ?? (content.data as Record<string, string>)["text/plain"]));
    }
  }
  return outputs;
}

const textOf = ({ text, data }: SavedOutput) => String(text ?? data?.["text/plain"]);

describe("clearOutput(true) in a loop", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();
  for (const [what, [body, ...last]] of Object.entries(loops))
    test(`leaves the last turn: ${what}`, async () => {
      const { reply, published } = await kernel().execute(`import fs from 'node:fs';\n${turns(body)}`);
      assert.equal(reply.status, "ok");
      assert.deepEqual(kept(published), last);
    });

  test("leaves the last turn in a notebook that nbclient executes", { skip: noJupyter }, async () => {
    const cells = Object.values(loops).map(([body]) => `import fs from 'node:fs';\n${turns(body)}`);
    const [run] = await runNotebooks([cells]);
    assert.equal(run!.error, null);
    assert.deepEqual(
      run!.outputs.map((outputs) => outputs.map(textOf)),
      Object.values(loops).map(([, ...last]) => last),
    );
  });
});
