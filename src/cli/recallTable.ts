// Formats retrieval metrics as a table for people.
import type { RecallMetrics } from "../lib/evaluation/index.js";
import { table } from "./table.js";

export function recallTable({
  imageToText,
  textToImage,
}: Pick<RecallMetrics, "imageToText" | "textToImage">): string {
  const header = ["", "R@1", "R@5", "R@10", "median rank", "mean rank"];
  const row = (name: string, side: RecallMetrics["imageToText"]) => [
    name,
    ...[side.r1, side.r5, side.r10].map((recall) => recall.toFixed(2)),
    String(side.medianRank),
    side.meanRank.toFixed(1),
  ];
  const rows = [header, row("image to text", imageToText), row("text to image", textToImage)];
  return table(rows);
}
