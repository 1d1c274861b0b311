// Reads COCO's annotation files such as captions_val2014.json: {images: [{id, file_name}],
// annotations: [{image_id, caption}]}. The file's name contains the split.
import { isObject } from "../../../base/isObject.js";
import { type LoadedRecord, type LoaderContext, shown, splitOfName, toRecord } from "../reading.js";

/** Checks parsed images and annotations and yields a record for each image with captions. */
export async function* cocoRecords(
  { images, annotations }: { images: readonly unknown[]; annotations: readonly unknown[] },
  file: string,
  context: LoaderContext,
): AsyncGenerator<LoadedRecord> {
  const split = splitOfName(file) ?? "train";
  const error = (record: number, reason: string, filename?: string) =>
    context.report({ severity: "error", file, record, filename, reason });
  const captionsOf = new Map<unknown, string[]>();
  for (const [i, image] of images.entries()) {
    if (isObject(image) && typeof image.file_name === "string") captionsOf.set(image.id, []);
    else error(i + 1, `of images is ${shown(image)}, expected {id, file_name}`);
  }
  for (const [i, one] of annotations.entries()) {
    const captions = isObject(one) ? captionsOf.get(one.image_id) : undefined;
    if (!isObject(one) || typeof one.caption !== "string") {
      error(i + 1, `of annotations is ${shown(one)}, expected {image_id, caption}`);
    } else if (captions) captions.push(one.caption.trim());
    else error(i + 1, `of annotations names image ${shown(one.image_id)}, which is not in images`);
  }
  for (const [i, image] of images.entries()) {
    if (!isObject(image) || typeof image.file_name !== "string") continue;
    const captions = captionsOf.get(image.id)!;
    if (captions.length === 0) error(i + 1, "has no sentences, expected at least one", image.file_name);
    else yield toRecord({ filename: image.file_name, captions, split }, context, { file, record: i + 1 });
  }
}
