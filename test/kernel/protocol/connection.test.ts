// Connection files that cannot be used: one sentence and an exit status, neither a stack nor a signal.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { KernelClient, notBuilt, ourKernel, resultOf } from "../../support/kernelClient.js";

const folder = mkdtempSync(join(tmpdir(), "connection-"));
after(() => rmSync(folder, { recursive: true }));
const file = join(folder, "connection.json");

const usual = {
  transport: "tcp",
  ip: "127.0.0.1",
  key: "secret",
  signature_scheme: "hmac-sha256",
  shell_port: 50101,
  control_port: 50102,
  iopub_port: 50103,
  stdin_port: 50104,
  hb_port: 50105,
};

/** Starts a kernel that ends on its own and returns its end. */
function end(text: string): Promise<{ code: number | null; signal: string | null; stderr: string }> {
  writeFileSync(file, text);
  const [program, ...args] = ourKernel.map((part) => part.replace("{connection_file}", file));
  const child = spawn(program!, args, { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    stderr += part;
  });
  return new Promise((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal, stderr: stderr.replaceAll(file, "FILE") })),
  );
}

describe("a connection file", { skip: notBuilt }, () => {
  const invalid: Record<string, [text: string, message: RegExp]> = {
    "that is not JSON": [
      "{",
      /^typescript-lab: FILE: expected a connection file in JSON, found another text; /,
    ],
    "that is no object": ["null", /^typescript-lab: FILE: expected an object, found another value; /],
    "without a key": [
      JSON.stringify({ ...usual, key: undefined }),
      /expected a string .* as key, found nothing; /,
    ],
    "with a key null": [JSON.stringify({ ...usual, key: null }), /as key, found null; /],
    "with an address that is none": [
      JSON.stringify({ ...usual, ip: "nowhere.invalid" }),
      /as ip, found "nowhere\.invalid"; /,
    ],
    "with another transport": [
      JSON.stringify({ ...usual, transport: "udp" }),
      /expected "tcp" or "ipc" as transport, found "udp"; /,
    ],
    "without a port": [JSON.stringify({ ...usual, hb_port: undefined }), /as hb_port, found nothing; /],
    "with a port out of range": [
      JSON.stringify({ ...usual, shell_port: 70_000 }),
      /as shell_port, found 70000; /,
    ],
    "with an unknown hash function": [
      JSON.stringify({ ...usual, signature_scheme: "hmac-none" }),
      /as signature_scheme, found "hmac-none"; /,
    ],
  };
  for (const [name, [text, message]] of Object.entries(invalid)) {
    test(`${name} ends the kernel with status 2 and one sentence`, async () => {
      const { code, stderr } = await end(text);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
    });
  }

  for (const port of ["shell_port", "hb_port"] as const) {
    test(`with a ${port} that is in use ends the kernel with status 1 and one sentence`, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const { port: taken } = server.address() as { port: number };
      const { code, signal, stderr } = await end(JSON.stringify({ ...usual, [port]: taken }));
      server.close();
      assert.deepEqual({ code, signal }, { code: 1, signal: null }, stderr);
      assert.match(
        stderr,
        new RegExp(
          `^typescript-lab: ${port}: expected a free port at tcp://127.0.0.1:${taken}, found an error: `,
        ),
      );
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
    });
  }

  test("with an address of another machine ends the kernel with status 1 and one sentence", async () => {
    const { code, stderr } = await end(JSON.stringify({ ...usual, ip: "192.0.2.1" }));
    assert.equal(code, 1, stderr);
    assert.match(stderr, /shell_port: expected a free port at tcp:\/\/192\.0\.2\.1:50101, found an error: /);
  });

  const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
    all?.some(({ address }) => address === "::1"),
  );

  test("with ::1 is used", { skip: hasIpv6 ? false : "this machine has no ::1" }, async () => {
    const client = await KernelClient.start({ connection: { ip: "::1" } });
    assert.equal(await resultOf(client, "1 + 1"), "2");
    assert.equal(await client.heartbeat("alive"), "alive");
    await client.close();
  });

  test("with an empty key is used with a warning", async () => {
    const client = await KernelClient.start({ connection: { key: "" } });
    assert.equal(await resultOf(client, "1 + 1"), "2");
    await client.close();
    assert.match(
      client.stderr,
      /^typescript-lab: the connection file has an empty key, so messages are not signed/,
    );
  });

  test("names the hash function of the signatures", async () => {
    const client = await KernelClient.start({ connection: { signature_scheme: "hmac-sha512" } });
    assert.equal(await resultOf(client, "1 + 1"), "2");
    await client.close();
  });
});
