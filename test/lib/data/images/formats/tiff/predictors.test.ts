import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { decodeRaster } from "../../../../../../src/lib/data/images/decodeImage.js";
import { stretched } from "../../../../../../src/lib/data/images/stretch.js";

const [width, height] = [20, 5];
/** The samples that GDAL wrote into the files. */
const samples = Uint16Array.from({ length: width * height * 3 }, (_, i) => {
  const [pixel, band] = [Math.floor(i / 3), i % 3];
  return Math.floor(pixel / width) * 37 + (pixel % width) * 11 + [0, 500, 1300][band]!;
});

/** Big-endian files of GDAL with a predictor. */
const files = {
  "u16 strips":
    "TU0AKgAAAAgADQEAAAMAAAABABQAAAEBAAMAAAABAAUAAAECAAMAAAADAAAAqgEDAAMAAAABAAgAAAEGAAMAAAABAAEAAAERAAQAAAABAAAAtgEVAAMAAAABAAMAAAEWAAMAAAABAAUAAAEXAAQAAAABAAAAMQEcAAMAAAABAAEAAAE9AAMAAAABAAIAAAFSAAMAAAACAAAAAAFTAAMAAAADAAAAsAAAAAAAEAAQABAAAQABAAF4nGNgYPzCKsLATXeoyiTJajkA9nox2bHGDYC9+UzJrM0DYO8Upg7WFfS3FwD2oxHg",
  "u16 planes of tiles":
    "TU0AKgAAAAgADgEAAAMAAAABABQAAAEBAAMAAAABAAUAAAECAAMAAAADAAAAtgEDAAMAAAABAAgAAAEGAAMAAAABAAEAAAEVAAMAAAABAAMAAAEcAAMAAAABAAIAAAE9AAMAAAABAAIAAAFCAAMAAAABABAAAAFDAAMAAAABABAAAAFEAAQAAAAGAAAAyAFFAAMAAAAGAAAAvAFSAAMAAAACAAAAAAFTAAMAAAADAAAA4AAAAAAAEAAQABAAHgAyACAAMwAgADMAAADmAAABBAAAATYAAAFWAAABiQAAAakAAQABAAF4nGNgYODGC1UJyHsRkM8nID+FgPwooCkAAMcuBKx4nGPYwMDNwM3A/V+fATu4CpXnwiH/CyL/7yl2aUZ5qPwBHPIuUPnZDKNgAAAA9HIK+3icY/zCwI0PMkkSkLcjIJ9MQL4DvzzDKKApAABtCAV5eJxjWsLAzcDNwP3XmgErYDoJlRfDIf8OIv/nI3Z5ZmGo/Bkc8hZQ+eUMo2AAAADy4gr7eJxjFWHgxgdZLQnIxxGQbyYgvwK/PMMooCkAAKGZBSl4nGM9wsDNwM3A/UuaAStgfQmR//kNuzwbH1T+Ig55Y6j8GhzyEVD5doZRMAAAABBRCvs=",
  f32: "TU0AKgAAAAgADQEAAAMAAAABABQAAAEBAAMAAAABAAUAAAECAAMAAAADAAAAqgEDAAMAAAABAAgAAAEGAAMAAAABAAEAAAERAAQAAAABAAAAtgEVAAMAAAABAAMAAAEWAAMAAAABAAUAAAEXAAQAAAABAAAA9QEcAAMAAAABAAEAAAE9AAMAAAABAAMAAAFSAAMAAAACAAAAAAFTAAMAAAADAAAAsAAAAAAAIAAgACAAAwADAAN4nJ3SvYoCMRAH8PnPsMtxCwd3cFtbWmyhDyD4sbUgWOuChY2N+AKpfQAb38DGzk5YxM5CBGvxPWxk1w+iGCX5M4QJIZAfE2rENSICgYwxHS0XnZIHJdwWRMIRoygIhUNByNfmTzhgBIJAOFv52sy3a1IJUUKpU7mmHse2zHt2q14kiBiFi1E4Z2bNj0YLXpHHftdRmiakUnLNkxc2d1ubvj7NfwNNJ38J+wKPMaqcbJnqXtUCuebihdPd6X4QCn4NNJ3sC3xhj5Fh820ymlgzb0WkyDUN83/+mN1h+Gaa3zdazmTvkdyclW2ZWh2d33wG0MeVAQ==",
};

describe("a big-endian TIFF with a predictor", () => {
  for (const [name, base64] of Object.entries(files)) {
    test(`has the samples that were written: ${name}`, async () => {
      const { data } = await decodeRaster(Buffer.from(base64, "base64"), { stretch: [0, 1700] });
      assert.deepEqual(new Uint8Array(data), stretched(samples, [0, 1700]));
    });
  }
});
