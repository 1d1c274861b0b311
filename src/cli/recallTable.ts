// Formats retrieval metrics as a table for people.
import type { RecallMetrics, RerankedRecalls } from "../lib/evaluation/index.js";
import { table } from "./table.js";

/** @param reranked recalls after a rerank, which has no median and no mean rank */
export function recallTable(
  { imageToText, textToImage }: Pick<RecallMetrics, "imageToText" | "textToImage">,
  reranked?: Pick<RerankedRecalls, "imageToText" | "textToImage">,
): string {
  const header = ["", "R@1", "R@5", "R@10", "median rank", "mean rank"];
  const recalls = (side: RerankedRecalls["imageToText"]) =>
    [side.r1, side.r5, side.r10].map((recall) => recall.toFixed(2));
  const row = (name: string, side: RecallMetrics["imageToText"]) => [
    name,
    ...recalls(side),
    String(side.medianRank),
    side.meanRank.toFixed(1),
  ];
  const rows = [header, row("image to text", imageToText), row("text to image", textToImage)];
  if (reranked) {
    rows.push(["image to text, reranked", ...recalls(reranked.imageToText), "", ""]);
    rows.push(["text to image, reranked", ...recalls(reranked.textToImage), "", ""]);
  }
  return table(rows);
}
