import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { DataError } from "../../../../../src/lib/base/errors.js";
import { decodeRaster } from "../../../../../src/lib/data/images/decodeImage.js";
import { withPicture } from "../../../../../src/lib/data/images/picture.js";
import { tiffBytes } from "../../../../support/tiff.js";

/** Makes a PNG of any claimed size with the pixels of a small one. */
function png(width: number, height: number, bits = 8): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, 2, 0, 0, 0], 8);
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const pixels = deflateSync(Buffer.alloc(10_000));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const square = { width: 32, height: 32, channels: 3 as const, background: "#285" };

async function jpeg(width: number, height: number): Promise<Buffer> {
  const bytes = await sharp({ create: square }).jpeg().toBuffer();
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(height, frame + 5);
  bytes.writeUInt16BE(width, frame + 7);
  return bytes;
}

function bmp(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(54 + 12);
  bytes.write("BM");
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(width, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  return bytes;
}

const tiff = (claimed: { width?: number; height?: number; stripBytes?: number }, compression = 1) => {
  const bytes = tiffBytes({ width: 4, height: 4, samples: new Uint16Array(48).fill(700), claimed });
  const directory = bytes.readUInt32LE(4);
  for (let at = directory + 2; at < bytes.length - 12; at += 12)
    if (bytes.readUInt16LE(at) === 259) bytes.writeUInt16LE(compression, at + 8);
  return bytes;
};

/** Overwrites a part of a file. */
function patched(bytes: Buffer, offset: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32LE(value, offset);
  return copy;
}

describe("a file that claims more than it holds", () => {
  const good = tiff({});
  const directory = good.readUInt32LE(4);
  const files: Record<string, () => Buffer | Promise<Buffer>> = {
    "PNG of 60,000²": () => png(60_000, 60_000),
    "PNG of 16,000²": () => png(16_000, 16_000),
    "PNG of 12,000² with 16 bits": () => png(12_000, 12_000, 16),
    "JPEG of 65,500²": () => jpeg(65_500, 65_500),
    "JPEG of 16,000²": () => jpeg(16_000, 16_000),
    "BMP of 16,000²": () => bmp(16_000, 16_000),
    "BMP of the largest size": () => bmp(0x7fffffff, 0x7fffffff),
    "TIFF of 60,000²": () => tiff({ width: 60_000, height: 60_000 }),
    "TIFF of 16,000²": () => tiff({ width: 16_000, height: 16_000 }),
    "TIFF of 16,000² in LZW": () => tiff({ width: 16_000, height: 16_000 }, 5),
    "TIFF of 16,000² in Deflate": () => tiff({ width: 16_000, height: 16_000 }, 8),
    "TIFF of 16,000² in ZSTD": () => tiff({ width: 16_000, height: 16_000 }, 50_000),
    "TIFF of 16,000² in LERC": () => tiff({ width: 16_000, height: 16_000 }, 34_887),
    "TIFF with a strip beyond its end": () => tiff({ stripBytes: 4_000_000_000 }),
    "TIFF with a directory beyond its end": () => patched(good, 4, 4_000_000_000),
    "TIFF with a list of two billion numbers": () => patched(good, directory + 2 + 2 * 12 + 4, 0x7fffffff),
    "TIFF whose directories form a circle": () =>
      patched(good, directory + 2 + 12 * good.readUInt16LE(directory), directory),
    "TIFF of zero width": () => tiff({ width: 0 }),
    "TIFF that ends in its header": () => good.subarray(0, 6),
    "TIFF without its second half": () => good.subarray(0, good.length - 30),
  };
  for (const [name, make] of Object.entries(files)) {
    test(`is refused by one sentence and costs no memory: ${name}`, async () => {
      const bytes = await make();
      assert.ok(bytes.length < 2000);
      const before = process.resourceUsage().maxRSS;
      const refused = (error: unknown) =>
        error instanceof DataError && /^image \(Buffer\): expected .*found .+; .+\.$/.test(error.message);
      await assert.rejects(decodeRaster(bytes), refused);
      await assert.rejects(
        withPicture(bytes, {}, (picture) => picture.resize(8).jpeg().toBuffer()),
        refused,
      );
      const megabytes = (process.resourceUsage().maxRSS - before) / 1024;
      assert.ok(megabytes < 100, `${megabytes} MB more`);
    });
  }

  test("cut off at any byte is an error with a name or the same picture, never another error", async () => {
    for (const bytes of [good, png(4, 4), await jpeg(32, 32), bmp(2, 2)]) {
      for (let length = 0; length < bytes.length; length += 7) {
        const found = await decodeRaster(bytes.subarray(0, length)).catch((error: unknown) => error);
        assert.ok(!(found instanceof Error) || found instanceof DataError, String(found));
      }
    }
  });
});

describe("a TIFF that cannot be read", () => {
  const named = (bytes: Buffer, pattern: RegExp) =>
    assert.rejects(decodeRaster(bytes), (error) => {
      assert.ok(error instanceof DataError, String(error));
      assert.match(error.message, pattern);
      return true;
    });

  test("names its compression and the command that converts it", async () => {
    for (const [compression, name] of [
      [34_925, "LZMA"],
      [34_712, "JPEG 2000"],
      [50_002, "JPEG XL"],
      [34_661, "JBIG"],
      [6, "old-style JPEG"],
      [4711, "number 4711"],
    ] as const) {
      const pattern = new RegExp(`found the TIFF compression ${name}; .*gdal_translate -co COMPRESS=DEFLATE`);
      await named(tiff({}, compression), pattern);
    }
  });

  test("names its samples and color space and the command that converts it", async () => {
    const floats = new Float64Array(12).fill(0.5);
    const changed = (bytes: Buffer, number: number, value: number) => {
      const copy = Buffer.from(bytes);
      const start = copy.readUInt32LE(4);
      for (let i = 0; i < copy.readUInt16LE(start); i++) {
        const at = start + 2 + 12 * i;
        if (copy.readUInt16LE(at) !== number) continue;
        const count = copy.readUInt32LE(at + 4);
        const place = count > 2 ? copy.readUInt32LE(at + 8) : at + 8;
        for (let k = 0; k < count; k++) copy.writeUInt16LE(value, place + 2 * k);
      }
      return copy;
    };
    const double = tiffBytes({ width: 2, height: 2, samples: floats });
    await named(
      changed(double, 339, 6),
      /found complex samples; .*gdal_translate DERIVED_SUBDATASET:AMPLITUDE/,
    );
    await named(changed(double, 339, 1), /found integers of 64 bits; .*gdal_translate -ot UInt32/);
    const three = tiffBytes({ width: 4, height: 4, samples: new Uint8Array(48).fill(9) });
    await named(changed(three, 262, 8), /found CIELAB colors; .*gdal_translate -co PHOTOMETRIC=RGB/);
    const deep = tiffBytes({ width: 4, height: 4, samples: new Uint16Array(48).fill(9) });
    await named(changed(deep, 258, 12), /found 3 bands of 12 bits; .*gdal_translate -ot UInt16 -co NBITS=16/);
  });
});
