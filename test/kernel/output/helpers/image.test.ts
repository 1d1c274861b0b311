// `image` of cells: the format is found by the content, from each kind of source.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { DisplayError } from "../../../../src/kernel/host/errors.js";
import { type ImageSource, image } from "../../../../src/kernel/output/helpers/image.js";
import { mimeBundle } from "../../../../src/kernel/output/mimeBundle.js";

const red = sharp({ create: { width: 3, height: 2, channels: 3, background: "red" } });
const svg = '<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg"/>';

describe("image", () => {
  const folder = mkdtempSync(join(tmpdir(), "image-"));
  const server = createServer((request, response) => {
    if (request.url === "/red.png")
      void red
        .png()
        .toBuffer()
        .then((bytes) => response.end(bytes));
    else response.writeHead(404).end();
  });
  let address = "";
  before(async () => {
    await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(undefined)));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("finds the format by the content, not by the name", async () => {
    for (const format of ["png", "jpeg", "gif", "webp"] as const) {
      const bytes = await red.toFormat(format).toBuffer();
      const path = join(folder, "picture.dat");
      writeFileSync(path, bytes);
      const bundle = await mimeBundle(image(path));
      assert.deepEqual(bundle, {
        [`image/${format}`]: bytes.toString("base64"),
        "text/plain": `<image/${format} of ${bytes.length} bytes>`,
      });
    }
    assert.equal((await mimeBundle(image(Buffer.from(svg))))["image/svg+xml"], svg);
    const bitmap = Buffer.from("BM\x1e\0\0\0\0\0\0\0\x1a\0\0\0", "latin1");
    assert.equal((await mimeBundle(image(bitmap)))["image/bmp"], bitmap.toString("base64"));
  });

  test("takes a path, a URL of a file or the web, a data URL, bytes and a Blob", async () => {
    const png = await red.png().toBuffer();
    const path = join(folder, "red.png");
    writeFileSync(path, png);
    const copy = new Uint8Array(png);
    const padded = new Uint8Array(png.length + 8);
    padded.set(png, 4);
    const sources: ImageSource[] = [
      path,
      pathToFileURL(path),
      pathToFileURL(path).href,
      `${address}/red.png`,
      new URL(`${address}/red.png`),
      `data:image/png;base64,${png.toString("base64")}`,
      png,
      copy,
      copy.buffer,
      padded.subarray(4, -4),
      new Blob([copy]),
    ];
    for (const source of sources)
      assert.equal((await mimeBundle(image(source)))["image/png"], png.toString("base64"), String(source));
  });

  test("names the source and the remedy when there is no picture", async () => {
    const refused = async (source: unknown, message: RegExp) => {
      await assert.rejects(
        async () => mimeBundle(image(source as ImageSource)),
        (error) => {
          assert.ok(error instanceof DisplayError);
          assert.match(error.message, message);
          assert.match(error.message, /^image: expected .*, found .*; .*\.$/);
          return true;
        },
      );
    };
    await refused("absent.png", /a file at .*absent\.png, found none/);
    await refused(folder, /a file at .*, found none/);
    await refused(Buffer.from("II*\0"), /in the bytes, found bytes that begin with 49492a00; convert it/);
    await refused(new Uint8Array(), /found no bytes/);
    await refused(`${address}/absent`, /found status 404; check the address/);
    await refused("http://127.0.0.1:9/x.png", /found /);
    await refused(5, /a path, a URL or bytes, found number/);
    await refused(null, /found object/);
  });
});
