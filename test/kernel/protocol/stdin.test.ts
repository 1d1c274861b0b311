// Questions to the user on the stdin channel.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells hold templates
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { kernelOfTests } from "../../support/kernel.js";
import { KernelClient, notBuilt, resultOf } from "../../support/kernelClient.js";

describe("a cell", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("asks for a line and gets it", async () => {
    const asked: unknown[] = [];
    kernel().onInput(({ content }) => {
      asked.push(content);
      return "Ada";
    });
    assert.equal(await resultOf(kernel(), "`hello ${await input('name? ')}`"), "'hello Ada'");
    assert.deepEqual(asked, [{ prompt: "name? ", password: false }]);
  });

  test("asks for a password, which is not shown", async () => {
    kernel().onInput(({ content }) => (content.password ? "geheim" : "shown"));
    assert.equal(await resultOf(kernel(), "(await password('key? ')).length"), "6");
  });

  test("asks two questions at once, one after the other", async () => {
    kernel().onInput(({ content }) => String(content.prompt).toUpperCase());
    assert.equal(await resultOf(kernel(), "await Promise.all([input('a'), input('b')])"), "[ 'A', 'B' ]");
  });

  test("waits with its question for a front end whose stdin socket connects late", async () => {
    const client = await KernelClient.start({ lateStdin: true });
    client.onInput(() => "late");
    const answer = resultOf(client, "await input('?')");
    await setTimeout(300);
    client.connectStdin();
    assert.equal(await answer, "'late'");
    await client.close();
  });

  test("gets an error if the front end does not accept input", async () => {
    const { reply } = await kernel().execute("await input('?')", { allow_stdin: false });
    assert.match(
      String(reply.evalue),
      /^input: expected a front end that accepts input, found one that does not; /,
    );
  });
});
