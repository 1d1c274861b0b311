// Puts a frame around the page side of a widget of one's own; what the frame is for stands in view.ts.
import { pageModule } from "../../../widgets/core/pageModule.js";

/** The ES module that is sent to the page in place of a widget's own. */
export function wrapPageSource(esm: string): string {
  return `const pageSource = ${JSON.stringify(esm)};\n${pageModule("pageWrapper")}`;
}
