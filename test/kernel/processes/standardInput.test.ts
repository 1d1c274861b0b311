// Code that reads standard input: by node:readline, by `process.stdin` and by packages.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { kernelOfTests } from "../../support/kernel.js";
import { notBuilt, printed, resultOf } from "../../support/kernelClient.js";
import { root } from "../../support/venv.js";

const interfaceOn = (module: string) =>
  `import * as readline from '${module}'; import { stdin, stdout } from 'node:process';
   var rl = readline.createInterface({ input: stdin, output: stdout });`;

describe("standard input of a cell", { skip: notBuilt }, () => {
  const kernel = kernelOfTests({ folder: root });
  /** Answers the questions in order, then not at all. Returns the questions. */
  const answering = (...answers: (string | undefined)[]) => {
    const asked: string[] = [];
    kernel().onInput(({ content }) => {
      asked.push(`${content.prompt}${content.password ? " (hidden)" : ""}`);
      return answers[asked.length - 1];
    });
    return asked;
  };

  test("answers questions of node:readline/promises, whose prompts are not printed", async () => {
    const asked = answering("Ada", "36");
    const { published, reply } = await kernel().execute(`${interfaceOn("node:readline/promises")}
      const who = await rl.question('Name? ');
      await new Promise((done) => setTimeout(done, 30));
      const age = await rl.question('Age? ');
      rl.close(); console.log(who + ' is ' + age);`);
    assert.equal(reply.status, "ok");
    assert.equal(printed(published), "Ada is 36\n");
    assert.deepEqual(asked, ["Name? ", "Age? "]);
  });

  test("answers a question with a callback before the cell ends", async () => {
    const asked = answering("Ada");
    const { published } = await kernel().execute(
      `${interfaceOn("node:readline")} rl.question('Name? ', (who) => { console.log('Hi ' + who); rl.close(); });`,
    );
    assert.equal(printed(published), "Hi Ada\n");
    assert.deepEqual(asked, ["Name? "]);
  });

  test("answers a promisified question and one by positional arguments", async () => {
    answering("Ada");
    const code = `import readline from 'readline'; import { promisify } from 'node:util';
      const old = readline.createInterface(process.stdin, process.stdout);
      const line = await promisify(old.question).call(old, 'Name? '); old.close(); line`;
    assert.equal(await resultOf(kernel(), code), "'Ada'");
  });

  test("asks for lines while code listens, and Ctrl+D ends them", async () => {
    const asked = answering("one", "two", "\x04");
    const { published } = await kernel().execute(`${interfaceOn("node:readline")}
      rl.setPrompt('> '); rl.prompt();
      rl.on('line', (line) => { console.log('got ' + line); rl.prompt(); }).on('close', () => console.log('closed'));`);
    assert.equal(printed(published), "got one\ngot two\nclosed\n");
    assert.deepEqual(asked, ["> ", "> ", "> "]);
  });

  test("asks for the next line of a loop when the loop needs it", async () => {
    const asked = answering("one", "two");
    const { published } = await kernel().execute(`${interfaceOn("node:readline")}
      for await (const line of rl) {
        await new Promise((done) => setTimeout(done, 30));
        console.log('got ' + line);
        if (line === 'two') break;
      }`);
    assert.equal(printed(published), "got one\ngot two\n");
    assert.equal(asked.length, 2);
  });

  test("is read by process.stdin as a stream and by its events", async () => {
    const asked = answering("one", "two", "\x04", "three");
    const code = `let text = ''; for await (const chunk of process.stdin) text += chunk;
      const more = await new Promise((done) => process.stdin.once('data', done));
      process.stdin.pause(); text + more`;
    assert.equal(await resultOf(kernel(), code), "'one\\ntwo\\nthree\\n'");
    assert.equal(asked.length, 4);
  });

  test("hides what is typed for an output that is muted", async () => {
    const asked = answering("secret");
    const code = `import readline from 'node:readline'; import { Writable } from 'node:stream';
      const muted = Object.assign(new Writable({ write: (_c, _e, done) => done() }), { muted: true });
      const hidden = readline.createInterface({ input: process.stdin, output: muted, terminal: true });
      const word = await new Promise((done) => hidden.question('Password: ', done)); hidden.close(); word`;
    assert.equal(await resultOf(kernel(), code), "'secret'");
    assert.deepEqual(asked, ["Password:  (hidden)"]);
  });

  test("refuses a question that is aborted or whose interface is closed, as Node does", async () => {
    const asked = answering("never");
    const code = `${interfaceOn("node:readline/promises")} const names: unknown[] = [];
      await rl.question('A? ', { signal: AbortSignal.abort() }).catch((error) => names.push(error.code));
      await rl.question('B? ', { signal: AbortSignal.timeout(1) }).catch((error) => names.push(error.code));
      rl.close();
      await rl.question('C? ').catch((error) => names.push(error.code)); names`;
    assert.equal(await resultOf(kernel(), code), "[ 'ABORT_ERR', 'ABORT_ERR', 'ERR_USE_AFTER_CLOSE' ]");
    assert.ok(!asked.includes("A? ") && !asked.includes("C? "));
  });

  test("answers the questions of the package prompts", async () => {
    answering("Ada");
    const code = `import prompts from 'prompts';
      (await prompts({ type: 'text', name: 'who', message: 'Name?' })).who`;
    assert.equal(await resultOf(kernel(), code), "'Ada'");
  });

  test("keeps an interface that was never closed away from later cells", async () => {
    const asked = answering("first", "second", "third");
    await kernel().execute(`${interfaceOn("node:readline/promises")} var first = await rl.question('1? ');`);
    assert.equal(await resultOf(kernel(), "await input('2?')"), "'second'");
    assert.equal(await resultOf(kernel(), "await rl.question('3? ')"), "'third'");
    assert.deepEqual(asked, ["1? ", "2?", "3? "]);
  });

  test("ends at an interrupt, and the same interface gets the answer to the next question", async () => {
    const asked = answering(undefined, "later");
    const id = await kernel().submit(
      `${interfaceOn("node:readline/promises")} await rl.question('First? '); console.log('not reached')`,
    );
    await kernel().until(() => asked.length === 1);
    await kernel().interrupt();
    const { reply, published } = await kernel().answerTo(id);
    assert.equal(reply.ename, "KeyboardInterrupt");
    assert.equal(printed(published) + printed(published, "stderr"), "");
    assert.equal(await resultOf(kernel(), "await rl.question('Next? ')"), "'later'");
  });

  test("ends at an interrupt while a listener waits for a line, which gets none of later cells", async () => {
    const asked = answering(undefined, "later");
    const id = await kernel().submit(
      `${interfaceOn("node:readline")} rl.on('line', (line) => console.log('old ' + line));`,
    );
    await kernel().until(() => asked.length === 1);
    await kernel().interrupt();
    assert.equal((await kernel().answerTo(id)).reply.ename, "KeyboardInterrupt");
    const { published } = await kernel().execute(
      `${interfaceOn("node:readline/promises")} console.log(await rl.question('Next? '))`,
    );
    assert.equal(printed(published), "later\n");
    assert.equal(printed(kernel().of(id)), "");
  });

  for (const [what, code] of Object.entries({
    "a question": `${interfaceOn("node:readline/promises")} await rl.question('Name? ')`,
    "a question with a callback": `${interfaceOn("node:readline")} rl.question('Name? ', () => {})`,
    "a listener": `${interfaceOn("node:readline")} rl.on('line', () => {}); await new Promise(() => {})`,
    "a loop": `${interfaceOn("node:readline")} for await (const line of rl) console.log(line);`,
    "the stream": "for await (const chunk of process.stdin) console.log(chunk);",
    "the package prompts":
      "import prompts from 'prompts'; await prompts({ type: 'text', name: 'who', message: 'Name?' })",
  }))
    test(`fails with a sentence in a notebook that runs unattended: ${what}`, async () => {
      const { reply } = await kernel().execute(code, { allow_stdin: false });
      assert.match(
        String(reply.evalue),
        /^(?:readline(?:\.question)?|process\.stdin): expected a front end that accepts input, found one/,
      );
    });
});
