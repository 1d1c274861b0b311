// `amfmn dataset vocabulary`: builds a vocabulary as the authors do, and compares it with a published one.
import {
  requireDistinctFiles,
  requireSourcesKept,
  requireWritableFile,
} from "../../../lib/base/files/output.js";
import { writeFileAtomic } from "../../../lib/base/writeFileAtomic.js";
import { loadDataset, OptionError, Vocabulary } from "../../../lib/index.js";
import { parseColumns } from "../../columnsOption.js";
import type { Output } from "../../command.js";
import type { DatasetOptions } from "./options.js";

export async function vocabulary(
  path: string,
  { out, compare, images, columns }: DatasetOptions,
  output: Output,
): Promise<void> {
  if (!out && !compare) {
    throw new OptionError(
      "amfmn dataset vocabulary: expected --out FILE or --compare FILE, found neither; see amfmn dataset --help.",
    );
  }
  if (out) requireWritableFile(out);
  requireDistinctFiles({ "--compare": compare, "--out": out });
  const dataset = await loadDataset(path, { images, columns: parseColumns(columns) });
  requireSourcesKept([out], [...dataset.files, ...dataset.paths]);
  const captions = (["train", "val", "test"] as const).flatMap((split) => dataset.split(split).captions);
  const built = Vocabulary.buildAsPublished(captions);
  const differences = compare ? Vocabulary.read(compare).differences(built) : undefined;
  if (differences) {
    const { missing, added, renumbered } = differences;
    const list = (words: readonly string[]) =>
      `${words.length}${words.length > 0 ? `: ${words.slice(0, 20).join(" ")}` : ""}`;
    const same = missing.length + added.length + renumbered.length === 0;
    output.print(same ? `Equal to ${compare}, word for word and number for number` : `Against ${compare}:`);
    if (!same) {
      output.print(`words that only it has ${list(missing)}`);
      output.print(`words that only these captions have ${list(added)}`);
      output.print(`words with another number ${list(renumbered)}`);
    }
  }
  output.json({ words: built.words.length, out, ...differences });
  if (out) {
    await writeFileAtomic(out, JSON.stringify(built));
    output.print(`Wrote ${built.words.length} words to ${out}`);
  }
}
