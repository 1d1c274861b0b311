// Reads Flickr8k's and Flickr30k's `.token` files: `1000092795.jpg#0`, a tab and the caption on each line.
import { type LoadedRecord, type LoaderContext, shown, splitOfName, toRecord } from "../reading.js";
import { readLines } from "../textFile.js";

const form = /^(.+?)#(\d+)\t(.*)$/;

/** Reports whether a line has the form. */
export function isFlickrToken(line: string): boolean {
  return form.test(line);
}

/** Checks the lines and yields a record for each caption. */
export async function* flickrRecords(file: string, context: LoaderContext): AsyncGenerator<LoadedRecord> {
  const split = splitOfName(file) ?? "train";
  let line = 0;
  for await (const batch of readLines(file)) {
    for (const text of batch) {
      line += 1;
      if (text.trim() === "") continue;
      const found = form.exec(text);
      if (found) {
        const [, filename, , caption] = found;
        yield toRecord({ filename: filename!, captions: [caption!], split }, context, { file, line });
      } else {
        const reason = `is ${shown(text)}, expected image.jpg#0, a tab and a caption`;
        context.report({ severity: "error", file, line, reason });
      }
    }
  }
}
