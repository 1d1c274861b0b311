// One answer over the image: a canvas, the sentence and the four numbers.

import { element } from "../../page/elements.js";
import { drawShapes } from "../../page/image/drawShapes.js";
import { drawImage, imageCanvas } from "../../page/image/imageCanvas.js";
import { numbersTable } from "../../page/image/numbersTable.js";
import type { TileLayer } from "../../page/image/tileLayer.js";
import type { Viewport } from "../../page/image/viewport.js";
import { noShapes } from "../../pictures/shapes.js";
import type { Answer } from "./answers.js";
import { drawTiles } from "./tiles.js";

/** A panel of a localization viewer. */
export interface Panel {
  readonly figure: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  /** Shows another answer. */
  show(answer: Answer, overlay: HTMLCanvasElement | undefined): void;
  draw(width: number): void;
  /** The shown answer. */
  answer(): Answer;
}

/**
 * Returns a panel.
 * @param label name of the image
 * @param withShapes returns true when regions, circles and centers are drawn
 */
export function answerPanel(
  label: string,
  viewport: Viewport,
  pixels: TileLayer,
  withShapes: () => boolean,
): Panel {
  const canvas = imageCanvas("image with score map");
  const caption = element("figcaption");
  const figure = element("figure", {}, canvas, caption);
  let answer: Answer | undefined;
  let overlay: HTMLCanvasElement | undefined;
  return {
    figure,
    canvas,
    answer: () => answer!,
    show(next, map) {
      [answer, overlay] = [next, map];
      const { query, judgement } = next.found;
      canvas.setAttribute("aria-label", `${label}${query ? `, with the score map of “${query}”` : ""}`);
      caption.replaceChildren(
        element("strong", { class: "said" }, `“${query}”`),
        ...(judgement ? [numbersTable(judgement)] : []),
      );
    },
    draw(width) {
      drawImage(canvas, viewport, pixels, width, (context, ratio) => {
        const { x, y } = viewport.position({ x: 0, y: 0 });
        const screen = viewport.scale * ratio;
        if (overlay) {
          const size = [viewport.columns * screen, viewport.rows * screen] as const;
          context.drawImage(overlay, x * ratio, y * ratio, ...size);
        }
        const found = answer!.found;
        if (withShapes()) drawShapes(context, found.judgement ?? noShapes, viewport, ratio);
        drawTiles(context, found.best, (left, top) => {
          const at = viewport.position({ x: left, y: top });
          return [at.x * ratio, at.y * ratio];
        });
      });
    },
  };
}
