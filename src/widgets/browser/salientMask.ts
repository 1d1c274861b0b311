// The page side of SalientMaskViewer.
import { addStyle, type Bytes, element, floats, pictureUrl, type RenderContext, viridis } from "./page.js";

interface State {
  labels: string[];
  sides: number[];
  pictures: Bytes[];
  masks: Bytes[];
  opacity: number;
  threshold: number;
}

const size = 240; // px

function render({ model, el }: RenderContext<State>): void {
  addStyle(el);
  const drawings: (() => void)[] = [];
  const redraw = () => {
    for (const draw of drawings) draw();
  };
  const controls = (["opacity", "threshold"] as const).map((name) => {
    const input = element("input", {
      type: "range",
      min: "0",
      max: "1",
      step: "0.01",
      "aria-label": `mask ${name}`,
    });
    input.addEventListener("input", () => {
      model.set(name, Number(input.value));
      model.save_changes();
    });
    const follow = () => {
      input.value = String(model.get(name));
      redraw();
    };
    model.on(`change:${name}`, follow);
    input.value = String(model.get(name));
    return element("label", {}, name, input);
  });
  const row = element("div", { class: "row" });
  const pictures = model.get("pictures");
  for (const [i, label] of model.get("labels").entries()) {
    const note = element("figcaption", {}, label);
    const canvas = element("canvas", {
      width: String(size),
      height: String(size),
      role: "img",
      "aria-label": `${label} with its salient mask`,
    });
    row.append(element("figure", {}, canvas, note));
    const mask = floats(model.get("masks")[i]!);
    const side = model.get("sides")[i]!;
    const picture = new Image();
    const draw = () => drawMasked(canvas, picture, mask, side, model.get("opacity"), model.get("threshold"));
    drawings.push(draw);
    picture.onload = draw;
    picture.src = pictureUrl(pictures[i]!);
    canvas.addEventListener("pointermove", (event) => {
      const cell = (offset: number) => Math.min(side - 1, Math.max(0, Math.floor((offset / size) * side)));
      const [x, y] = [cell(event.offsetX), cell(event.offsetY)];
      note.textContent = `${label} · mask ${mask[y * side + x]!.toFixed(3)} at row ${y}, column ${x}`;
    });
    canvas.addEventListener("pointerleave", () => {
      note.textContent = label;
    });
  }
  el.append(element("div", {}, ...controls), row);
}

function drawMasked(
  canvas: HTMLCanvasElement,
  picture: HTMLImageElement,
  mask: Float32Array,
  side: number,
  opacity: number,
  threshold: number,
): void {
  const context = canvas.getContext("2d")!;
  context.drawImage(picture, 0, 0, size, size);
  const overlay = element("canvas", { width: String(side), height: String(side) });
  const cells = new ImageData(side, side);
  for (const [k, value] of mask.entries()) {
    const shown = value >= threshold ? 255 * opacity : 0;
    cells.data.set([...viridis(value), shown], k * 4);
  }
  overlay.getContext("2d")!.putImageData(cells, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(overlay, 0, 0, size, size);
}

export default { render };
