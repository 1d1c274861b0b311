// The columns of tables, and the keys of JSON objects, that name the parts of a record.
import { OptionError } from "../../base/errors.js";
import { listFirst } from "../../base/messages/listFirst.js";

/** Names of columns, or of keys in JSON, for data whose names are unusual. */
export interface ColumnNames {
  /** File name or path of the image. */
  readonly image?: string;
  /** A caption, or a list of captions. */
  readonly caption?: string;
  /** The split. */
  readonly split?: string;
  /** Keywords, as a list or separated by semicolons. */
  readonly keywords?: string;
  /** Class of the scene. */
  readonly sceneClass?: string;
}

/** The parts of a record that a column may hold. */
export const columnParts = ["image", "caption", "split", "keywords", "sceneClass"] as const;

/** Usual names, in the order of preference. A number may follow the name of a caption's column. */
const usual: Readonly<Record<(typeof columnParts)[number], readonly string[]>> = {
  image: [
    ...["filename", "file_name", "image", "image_path", "image_name", "image_file", "image_filename"],
    ...[
      "img",
      "img_path",
      "img_name",
      "img_file",
      "path",
      "filepath",
      "file_path",
      "file",
      "photo",
      "jpg",
      "png",
    ],
  ],
  caption: [
    ...["caption", "captions", "sentence", "sentences", "text", "texts", "title", "raw", "description"],
    ...["descriptions", "comment", "comments", "txt", "caption_text"],
  ],
  split: ["split", "set", "subset", "part", "partition"],
  keywords: ["keywords", "keyword", "tags", "tag"],
  sceneClass: ["class", "scene_class", "sceneclass", "label", "category", "cls", "scene"],
};

/** The columns of a record's parts, by the names in the file. */
export interface Columns {
  readonly image: string;
  /** One column, or one for each caption. */
  readonly captions: readonly string[];
  readonly split?: string;
  readonly keywords?: string;
  readonly sceneClass?: string;
}

/**
 * Finds the columns of a record's parts.
 *
 * @param names names in the file
 * @param asked names that the caller gives
 * @returns undefined when no column names an image, or none has a caption
 * @throws {OptionError} for a given name that the file does not have
 */
export function findColumns(names: readonly string[], asked: ColumnNames = {}): Columns | undefined {
  for (const part of columnParts) {
    const name = asked[part];
    if (name === undefined || names.includes(name)) continue;
    throw new OptionError(
      `columns: expected ${part} to be one of ${listFirst(names, 12)}, found "${name}"; correct it.`,
    );
  }
  const plain = names.map(plainName);
  const first = (part: (typeof columnParts)[number]) =>
    asked[part] ?? usual[part].flatMap((name) => names[plain.indexOf(name)] ?? [])[0];
  const image = first("image");
  const captions = asked.caption !== undefined ? [asked.caption] : captionColumns(names, plain, image);
  if (image === undefined || captions.length === 0) return undefined;
  const [split, keywords, sceneClass] = [first("split"), first("keywords"), first("sceneClass")];
  return { image, captions, split, keywords, sceneClass };
}

/** Describes the usual names of images and captions, for the message about an unknown form. */
export function usualColumns(): string {
  return `an image column (${usual.image.slice(0, 10).join(", ")} …) and a caption column (${usual.caption.slice(0, 8).join(", ")} …)`;
}

/** Returns the columns of the first usual name that occurs, with those that add a number to it. */
function captionColumns(
  names: readonly string[],
  plain: readonly string[],
  image: string | undefined,
): string[] {
  for (const name of usual.caption) {
    const found = names.filter((one, i) => one !== image && isNumbered(plain[i]!, name));
    if (found.length > 0) return found;
  }
  return [];
}

function isNumbered(name: string, base: string): boolean {
  return name.startsWith(base) && /^_?\d*$/.test(name.slice(base.length));
}

function plainName(name: string): string {
  return name.trim().toLowerCase().replace(/[ -]+/g, "_");
}
