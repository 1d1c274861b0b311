// Text that cells print: complete, in order, in few messages, and under the cell that printed it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { kernelOfTests } from "../../support/kernel.js";
import { type KernelClient, notBuilt, printed, resultOf } from "../../support/kernelClient.js";

/** Waits until text that matches was printed under a request. */
function prints(kernel: KernelClient, id: string, pattern: RegExp): Promise<void> {
  return kernel.until(() => pattern.test(printed(kernel.of(id)) + printed(kernel.of(id), "stderr")));
}

describe("output", { skip: notBuilt }, () => {
  const kernel = kernelOfTests();

  test("of 100,000 lines is complete before idle, in few messages", async () => {
    const { published } = await kernel().execute("for (let i = 0; i < 100_000; i++) console.log('line', i)");
    const lines = printed(published).split("\n");
    assert.equal(lines.length, 100_001);
    assert.equal(lines[99_999], "line 99999");
    assert.ok(published.length < 1000, `${published.length} messages`);
  });

  test("of 10 MB is complete", async () => {
    const { published } = await kernel().execute(
      "for (let i = 0; i < 10; i++) process.stdout.write('x'.repeat(1e6))",
    );
    assert.equal(printed(published).length, 10_000_000);
  });

  test("keeps the order of streams and displays", async () => {
    const { published } = await kernel().execute(
      "console.log('a'); console.error('b'); await display(1); console.log('c')",
    );
    const kinds = published.slice(1).map(({ header, content }) => content.name ?? header.msg_type);
    assert.deepEqual(kinds, ["stdout", "stderr", "display_data", "stdout"]);
  });

  test("accepts bytes, halves of characters, encodings and callbacks", async () => {
    const code =
      "process.stdout.write(Buffer.from([0xc3])); process.stdout.write(Buffer.from([0xa4]));\nawait new Promise<void>((done) => process.stdout.write('!', 'utf8', () => done()))";
    assert.equal(printed((await kernel().execute(code)).published), "ä!");
  });

  test("of a long synchronous loop is sent while the loop runs", async () => {
    const id = await kernel().submit(
      "const from = Date.now(); while (Date.now() < from + 600) { console.log('tick'); const t = Date.now(); while (Date.now() < t + 100); }",
    );
    await prints(kernel(), id, /tick/);
    assert.equal(kernel().isIdleAfter(id), false);
    await kernel().answerTo(id);
  });

  test("before a long synchronous loop is sent while the loop runs, to its last line", async () => {
    const id = await kernel().submit(
      "for (let i = 0; i < 500; i++) console.log(i); const end = Date.now() + 1500; while (Date.now() < end);",
    );
    await prints(kernel(), id, /\n499\n$/);
    assert.equal(kernel().isIdleAfter(id), false);
    await kernel().answerTo(id);
  });

  test("of 20,000 alternating writes to both streams is complete, ordered and in few messages", async () => {
    const { published } = await kernel().execute(
      "for (let i = 0; i < 10_000; i++) { process.stdout.write('o' + i + '\\n'); process.stderr.write('e' + i + '\\n'); }",
    );
    const lines = (letter: string) => Array.from({ length: 10_000 }, (_, i) => `${letter}${i}\n`).join("");
    assert.equal(printed(published, "stdout"), lines("o"));
    assert.equal(printed(published, "stderr"), lines("e"));
    assert.ok(published.length < 200, `${published.length} messages`);
  });

  test("of a timer, a promise and an event goes to the cell that started them", async () => {
    const code =
      "import { EventEmitter } from 'node:events';\nsetTimeout(() => console.log('timer'), 100); (async () => { await new Promise((d) => setTimeout(d, 120)); console.log('promise') })();";
    const { id: first } = await kernel().execute(code);
    const { id: second } = await kernel().execute(
      "console.log('second'); await new Promise((done) => setTimeout(done, 200)); console.log('done')",
    );
    assert.equal(printed(kernel().of(second)), "second\ndone\n");
    await prints(kernel(), first, /timer[\s\S]*promise/);
  });

  test("of two cells whose callbacks alternate is kept apart", async () => {
    const loop = (name: string) =>
      `let left_${name} = 10; const tick_${name} = setInterval(() => { console.log('${name}'); if (--left_${name} === 0) clearInterval(tick_${name}) }, 3);`;
    const [a, b] = [await kernel().execute(loop("a")), await kernel().execute(loop("b"))];
    await prints(kernel(), a.id, /^(a\n){10}$/);
    await prints(kernel(), b.id, /^(b\n){10}$/);
  });

  test("an error of a timer of an old cell is printed under that cell", async () => {
    const { id } = await kernel().execute("\nsetTimeout(() => { throw new Error('late') }, 80);");
    const next = await kernel().execute("await new Promise((done) => setTimeout(done, 160)); 'alive'");
    await prints(kernel(), id, /Error: late[\s\S]*Cell \[\d+\]:2:26/);
    assert.equal(printed(next.published, "stderr"), "");
  });

  test("a promise of an old cell that is rejected is printed under that cell", async () => {
    const { id } = await kernel().execute(
      "const lost = (async () => { await new Promise((d) => setTimeout(d, 80)); throw new Error('unhandled') })();",
    );
    const next = await kernel().execute("await new Promise((done) => setTimeout(done, 160)); 'alive'");
    await prints(kernel(), id, /Error: unhandled/);
    assert.equal(printed(next.published, "stderr"), "");
  });

  test("of an old cell does not wait for the next cell", async () => {
    const { id } = await kernel().execute("setTimeout(() => console.log('by itself'), 30)");
    await prints(kernel(), id, /by itself/);
  });

  test("of console.table, dir and colors is text", async () => {
    const { published } = await kernel().execute(
      "console.table([{ a: 1 }]); console.dir({ b: 2 }); console.info('%s', 'c')",
    );
    assert.match(printed(published), /│[\s\S]*1[\s\S]*\{ b: 2 \}\nc\n$/);
  });

  test("shows promises without the properties that the kernel adds", async () => {
    assert.equal(
      printed((await kernel().execute("console.log(Promise.resolve(1))")).published),
      "Promise { 1 }\n",
    );
    assert.equal(await resultOf(kernel(), "[Promise.resolve(1)]"), "[ Promise { 1 } ]");
    await setTimeout(0);
  });
});
