// A front end gets its first reply while the kernel still loads.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { KernelClient, notBuilt, shown } from "../../support/kernelClient.js";

describe("a kernel that still loads", { skip: notBuilt }, () => {
  const folder = mkdtempSync(join(tmpdir(), "slow-start-"));
  after(() => rmSync(folder, { recursive: true }));

  /** Returns the environment of a kernel that loads its session when a file exists. */
  function waitsFor(file: string): NodeJS.ProcessEnv {
    const hooks = join(folder, "hooks.mjs");
    writeFileSync(
      hooks,
      `import { existsSync } from "node:fs";
export async function load(url, context, next) {
  while (url.endsWith("/requests/session.js") && !existsSync(${JSON.stringify(file)}))
    await new Promise((resolve) => setTimeout(resolve, 10));
  return next(url, context);
}`,
    );
    const preload = join(folder, "preload.mjs");
    const url = JSON.stringify(pathToFileURL(hooks).href);
    writeFileSync(preload, `import { register } from "node:module";\nregister(${url});`);
    return { NODE_OPTIONS: `--import ${pathToFileURL(preload).href}` };
  }

  test("answers kernel_info, and runs the cells that came meanwhile", async () => {
    const loaded = join(folder, "loaded");
    const client = await KernelClient.start({ env: waitsFor(loaded) });
    try {
      const { reply } = await client.request("kernel_info_request", {}, "control");
      assert.equal(reply.implementation, "typescript-lab");
      const first = await client.submit("const a: number = 20;");
      const second = await client.submit("a + 1");
      const stillThere = await client.request("kernel_info_request");
      assert.equal(stillThere.reply.status, "ok");
      assert.deepEqual(client.of(first), []);
      writeFileSync(loaded, "");
      assert.equal((await client.answerTo(first)).reply.status, "ok");
      assert.match(shown((await client.answerTo(second)).published)!["text/plain"]!, /21/);
    } finally {
      await client.close();
    }
  });
});
