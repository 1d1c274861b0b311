// The recalls of reranked scores.
import type { Reranked } from "../retrieval/rerank/index.js";
import { meanRecall, type Recalls, recallMetrics } from "./recall.js";

/** The recalls after a rerank. Median and mean rank have no meaning there, because all scores below the first K are 0. */
export interface RerankedRecalls {
  /** Images search texts. */
  readonly imageToText: Recalls;
  /** Texts search images. */
  readonly textToImage: Recalls;
  /** Mean of the six recalls. */
  readonly mR: number;
}

/**
 * Computes the recalls of each direction from its own new scores. Of equal scores the later one comes first, as in
 * `recallMetrics`. With a K below 10, the recalls above K depend on the order of the zeros.
 *
 * @param owner for each text, the row of the image that it describes
 *
 * @example
 * const { similarity, images, captions, owners } = evaluation;
 * const reranked = rerank({ shape: [images, captions], values: similarity });
 * console.log(rerankedRecalls(reranked, owners).mR - evaluation.mR); // the gain
 *
 * @throws {OptionError} when a text belongs to no row
 */
export function rerankedRecalls(
  { shape: [images], imageToText, textToImage }: Reranked,
  owner: readonly number[],
): RerankedRecalls {
  const ofImages = recallsOnly(recallMetrics(imageToText, images, owner).imageToText);
  const ofTexts = recallsOnly(recallMetrics(textToImage, images, owner).textToImage);
  return { imageToText: ofImages, textToImage: ofTexts, mR: meanRecall(ofImages, ofTexts) };
}

function recallsOnly({ r1, r5, r10 }: Recalls): Recalls {
  return { r1, r5, r10 };
}
