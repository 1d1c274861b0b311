// The image with the regions over it: drawing, dragging corners, and zooming.
import { type Bytes, Disposables, floats, type PageModel } from "../../../core/pageModel.js";
import { element, oncePerFrame } from "../../page/elements.js";
import { drawShapes } from "../../page/image/drawShapes.js";
import { drawImage, imageCanvas } from "../../page/image/imageCanvas.js";
import { controlImage, type Drag } from "../../page/image/imageControls.js";
import { TileLayer } from "../../page/image/tileLayer.js";
import { type Point, Viewport } from "../../page/image/viewport.js";
import { overlayCanvas } from "../../page/overlayCanvas.js";
import { savedRegion } from "../../page/savedRegion.js";
import { problemsOf } from "../polygons/problems.js";
import type { AnnotationEditorState } from "../state.js";
import { drawCross, drawWork } from "./drawWork.js";
import { type Cross, editorKey } from "./editorKeys.js";
import { hitAt } from "./hits.js";
import type { Session } from "./session.js";

type Model = PageModel<AnnotationEditorState<Bytes>>;

/** Greatest distance of the pointer from a corner, in CSS px. */
const reach = 11;

/** The image of an annotation editor. */
export interface ImageStage {
  readonly root: HTMLElement;
  readonly viewport: Viewport;
  readonly draw: () => void;
  /** Called after the reader moved the viewport. */
  readonly moved: () => void;
  release(): void;
}

/** Returns the stage of the shown image. @param said receives sentences for the note */
export function imageStage(model: Model, session: Session, said: (text: string) => void): ImageStage {
  const disposables = new Disposables();
  const image = { width: model.get("imageWidth"), height: model.get("imageHeight") };
  const viewport = new Viewport(image.width, image.height);
  const canvas = imageCanvas("image with annotated regions");
  canvas.setAttribute("aria-label", `${model.get("images")[model.get("image")]}, annotated regions`);
  const root = element("div", { class: "stage" }, canvas);
  const cross: Cross = { at: undefined };
  let pointer: Point | undefined;
  let overlay: HTMLCanvasElement | undefined;

  const draw = oncePerFrame(() => {
    if (!session.draft) cross.at = undefined;
    drawImage(canvas, viewport, pixels, root.clientWidth || 720, (context, ratio) => {
      const frame = { context, viewport, ratio };
      if (overlay) {
        const { x, y } = viewport.position({ x: 0, y: 0 });
        const screen = viewport.scale * ratio;
        context.drawImage(overlay, x * ratio, y * ratio, image.width * screen, image.height * screen);
      }
      const judgement = model.get("judgement");
      if (judgement) drawShapes(context, { ...judgement, regions: [] }, viewport, ratio);
      const faulty = new Set(problemsOf(session.regions, image).map(({ region }) => region));
      drawWork(frame, session, faulty, cross.at ?? pointer);
      if (session.draft && cross.at) drawCross(frame, cross.at);
    });
    if (pixels.problem) said(pixels.problem);
  });
  const pixels = new TileLayer(model, disposables, model.get("image"), image, model.get("picture"), draw);
  const save = savedRegion(model, viewport);
  const moved = () => {
    draw();
    save();
  };
  const hit = (at: Point) =>
    hitAt(session.regions, [at.x, at.y], reach / viewport.scale, session.selection.region);
  controlImage(canvas, viewport, {
    moved,
    pointed: (at) => {
      pointer = at;
      if (session.draft) draw();
      else canvas.style.cursor = at && hit(at) ? (hit(at)!.part === "inside" ? "pointer" : "move") : "";
    },
    grabbed: (at, event) => (session.draft ? undefined : grab(session, at, hit(at), event.shiftKey)),
    clicked: (at) => {
      if (session.draft) {
        const [first] = session.draft;
        const near = first && Math.hypot(first[0] - at.x, first[1] - at.y) <= reach / viewport.scale;
        if (near && session.draft.length > 2) session.close();
        else session.place(at);
        return;
      }
      const found = hit(at);
      session.select(found?.region ?? -1, found?.part === "corner" ? found.corner : -1);
      session.say();
    },
    scrolled: () => said("The wheel scrolls the page. Hold Ctrl, or click the image first, to zoom."),
  });
  canvas.addEventListener("dblclick", () => session.close());
  canvas.addEventListener("keydown", (event) => {
    if (!editorKey(event, session, viewport, cross)) return;
    event.preventDefault();
    moved();
  });
  disposables.follow(
    model,
    ["scores", "mapWidth", "mapHeight", "opacity", "threshold", "colorMap", "judgement"],
    () => {
      overlay = scoreOverlay(model);
      draw();
    },
  );
  disposables.follow(model, ["region"], () => {
    const [x, y, width, height] = model.get("region") as [number, number, number, number];
    viewport.show(x === undefined ? viewport.whole : { x, y, width, height });
    draw();
  });
  return { root, viewport, draw, moved, release: () => disposables.release() };
}

/** Returns a drag of a corner, of a new corner in an edge, or with Shift of a region. */
function grab(
  session: Session,
  from: Point,
  hit: ReturnType<typeof hitAt>,
  shift: boolean,
): Drag | undefined {
  if (!hit) return undefined;
  const part = `drag ${Math.random()}`;
  const end = () => session.endStep();
  if (hit.part === "inside") {
    if (!shift) return undefined;
    let last = from;
    session.select(hit.region, -1);
    return {
      move: (to) => {
        session.moveRegion([to.x - last.x, to.y - last.y], part);
        last = to;
      },
      end,
    };
  }
  let inserted = hit.part === "corner";
  return {
    move: (to) => {
      if (inserted) {
        session.select(hit.region, hit.part === "corner" ? hit.corner : hit.corner + 1);
        session.moveCorner(to, part);
      } else session.insertAfter(hit.region, hit.corner, to, part);
      inserted = true;
    },
    end: (moved) => {
      if (!moved && !inserted) session.insertAfter(hit.region, hit.corner);
      else if (moved) session.say();
      end();
    },
  };
}

function scoreOverlay(model: Model): HTMLCanvasElement | undefined {
  const [width, height] = [model.get("mapWidth"), model.get("mapHeight")];
  const values = floats(model.get("scores"));
  if (values.length === 0 || values.length !== width * height) return undefined;
  const [opacity, threshold] = [model.get("opacity"), model.get("threshold")];
  return overlayCanvas({ values, width, height }, { opacity, threshold, colorMap: model.get("colorMap") });
}
