// Searches of a gallery in an index of images.
import type { RetrievalModel } from "../../../lib/models/contract/retrievalModel.js";
import type { ImageIndex } from "../../../lib/retrieval/imageIndex.js";
import { score } from "../../../lib/retrieval/score.js";
import { search } from "../../../lib/retrieval/search.js";
import { labelOf, thumbnail } from "../pictures/thumbnail.js";
import type { RetrievalGalleryOptions } from "./options.js";
import type { RankedCaption } from "./state.js";

/** First query and size of a gallery's answers. */
export interface IndexSearchOptions {
  /** The first sentence. Default none. */
  readonly query?: string;
  /** Number of pictures or captions in an answer. Default 8. */
  readonly top?: number;
  /** Captions that a click on a picture ranks. Default none: clicks do nothing. */
  readonly captions?: readonly string[];
}

/** Width and height of the pictures, in px. */
const pictureSide = 224;

/** Returns a gallery's searches by a model. */
export function searchOf(
  model: RetrievalModel,
  index: ImageIndex,
  { query, top = 8, captions }: IndexSearchOptions,
): RetrievalGalleryOptions {
  const { records } = index;
  const owners = captionOwners(index);
  return {
    query,
    labels: records.map(({ source }, i) => labelOf(source, i)),
    pictures: (picture) => thumbnail(records[picture]!.source, pictureSide, "cover", index.decoding),
    search: async (sentence) =>
      (await search(model, index, sentence, top)).map(({ index: picture, score }) => ({ picture, score })),
    groundTruth: (sentence) => owners.get(sentence) ?? [],
    describe: captions && ((picture) => rankCaptions(model, index, picture, captions, top)),
  };
}

/** Returns the indices of the images of each caption. */
function captionOwners({ records }: ImageIndex): ReadonlyMap<string, readonly number[]> {
  const owners = new Map<string, number[]>();
  for (const [i, { record }] of records.entries()) {
    for (const caption of record?.captions ?? []) owners.set(caption, [...(owners.get(caption) ?? []), i]);
  }
  return owners;
}

async function rankCaptions(
  model: RetrievalModel,
  { records }: ImageIndex,
  picture: number,
  captions: readonly string[],
  top: number,
): Promise<RankedCaption[]> {
  const { source, record } = records[picture]!;
  const [scores] = await score(model, [source], captions);
  return captions
    .map((caption, i) => ({ caption, score: scores![i]!, own: record?.captions.includes(caption) ?? false }))
    .sort((a, b) => b.score - a.score)
    .slice(0, top);
}
