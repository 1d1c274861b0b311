// Questions to the user on the stdin channel.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells hold templates
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { kernelOfTests } from "../../support/kernel.js";
import { KernelClient, notBuilt, printed, resultOf, shown } from "../../support/kernelClient.js";

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

  const interfaces: Record<string, string> = {
    "node:readline": "await new Promise<string>((done) => reader.question('name? ', done))",
    "a promisified node:readline":
      "await (await import('node:util')).promisify(reader.question).bind(reader)('name? ')",
    "node:readline/promises": "await reader.question('name? ')",
  };
  for (const [what, question] of Object.entries(interfaces)) {
    test(`asks by ${what}`, async () => {
      const asked: unknown[] = [];
      kernel().onInput(({ content }) => {
        asked.push(content.prompt);
        return "Ada";
      });
      const module = /\S+$/.exec(what)![0];
      const code = `const readline = await import("${module}");
        const reader = readline.createInterface({ input: process.stdin, output: process.stdout });`;
      assert.equal(await resultOf(kernel(), `${code}\n${question}`), "'Ada'");
      // The kernel's own standard input may have ended meanwhile.
      await setTimeout(50);
      assert.equal(await resultOf(kernel(), question), "'Ada'");
      assert.deepEqual(asked, ["name? ", "name? "]);
      const { reply } = await kernel().execute(question, { allow_stdin: false });
      assert.match(String(reply.evalue), /^readline\.question: expected a front end that accepts input, /);
    });
  }

  test("stops at an interrupt of a question of readline, which is then no error of a later cell", async () => {
    kernel().onInput(() => undefined);
    const id = await kernel().submit(
      `const { createInterface } = await import("node:readline");
      console.log("in"); await new Promise<string>((done) => createInterface(process.stdin).question("? ", done));`,
    );
    await kernel().until(() => printed(kernel().of(id)) !== "");
    await kernel().interrupt();
    assert.equal((await kernel().answerTo(id)).reply.ename, "KeyboardInterrupt");
    assert.equal(await resultOf(kernel(), "1 + 1"), "2");
    assert.equal(printed(kernel().of(id), "stderr"), "");
  });

  test("gets an error if the front end does not accept input", async () => {
    const { reply } = await kernel().execute("await input('?')", { allow_stdin: false });
    assert.match(
      String(reply.evalue),
      /^input: expected a front end that accepts input, found one that does not; /,
    );
  });
});

describe("prompt, confirm and alert", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();
  const answering = (answer: string) => {
    const asked: unknown[] = [];
    kernel().onInput(({ content }) => {
      asked.push(content.prompt);
      return answer;
    });
    return asked;
  };

  test("ask the user and wait for the answer", async () => {
    const asked = answering("Ada");
    const { published } = await kernel().execute(
      "console.log('before'); const who = prompt('Name?'); console.log('after ' + who.toUpperCase());",
    );
    assert.equal(printed(published), "before\nafter ADA\n");
    assert.deepEqual(asked, ["Name?"]);
    assert.equal(await resultOf(kernel(), "await prompt('Name?')"), "'Ada'");
  });

  test("take the suggested answer for none", async () => {
    answering("");
    assert.equal(await resultOf(kernel(), "prompt('Batch size?', '16')"), "'16'");
  });

  test("understand yes and no", async () => {
    answering("Yes");
    assert.equal(await resultOf(kernel(), "confirm('Delete it?')"), "true");
    answering("no");
    assert.equal(await resultOf(kernel(), "confirm('Delete it?')"), "false");
  });

  test("show a text", async () => {
    const { published } = await kernel().execute("alert('done')");
    assert.deepEqual(shown(published, "display_data"), { "text/plain": "done" });
  });

  test("fail with a sentence in a notebook that runs unattended", async () => {
    const { reply } = await kernel().execute("prompt('Name?')", { allow_stdin: false });
    assert.match(String(reply.evalue), /^prompt: expected a front end that accepts input, found one/);
  });

  test("end at an interrupt, and later questions get their own answers", async () => {
    let asked = 0;
    kernel().onInput(() => {
      asked += 1;
      return asked === 1 ? undefined : `answer ${asked}`;
    });
    const id = await kernel().submit("prompt('Name?'); console.log('not reached')");
    await kernel().until(() => asked === 1);
    await kernel().interrupt();
    const { reply, published } = await kernel().answerTo(id);
    assert.equal(reply.ename, "KeyboardInterrupt");
    assert.equal(printed(published), "");
    assert.equal(await resultOf(kernel(), "await input('Next?')"), "'answer 2'");
    assert.equal(await resultOf(kernel(), "prompt('Last?')"), "'answer 3'");
  });
});
