// The page side of TrainingMonitor.
import { addStyle, type Bytes, element, floats, type RenderContext } from "./page.js";

interface State {
  step: number;
  steps: number;
  learningRate: number;
  imagesPerSecond: number;
  secondsLeft: number;
  epoch: number;
  epochs: number;
  losses: Bytes;
  recalls: number[];
  stopped: boolean;
}

const [width, height] = [720, 240];

function render({ model, el }: RenderContext<State>): void {
  addStyle(el);
  const bar = element("div");
  const track = element("div", { class: "track", role: "progressbar", "aria-label": "Training" }, bar);
  const note = element("div", { "aria-live": "off" }, "Waiting for the first step …");
  const stop = element("button", { type: "button" }, "Stop");
  stop.addEventListener("click", () => model.send({ event: "stop" }));
  const canvas = element("canvas", {
    width: String(width),
    height: String(height),
    role: "img",
    "aria-label": "Loss curve",
    style: "max-width:100%",
  });
  const show = () => {
    const [step, steps] = [model.get("step"), model.get("steps")];
    const share = steps > 0 ? (100 * step) / steps : 0;
    bar.style.width = `${share}%`;
    track.setAttribute("aria-valuenow", String(Math.round(share)));
    const losses = floats(model.get("losses"));
    const recalls = model.get("recalls");
    drawCurve(canvas, losses, recalls, steps);
    stop.disabled = model.get("stopped") || (steps > 0 && step >= steps);
    if (steps === 0) return;
    const left = model.get("secondsLeft");
    const time =
      left >= 60 ? `${Math.floor(left / 60)} min ${Math.round(left % 60)} s` : `${Math.round(left)} s`;
    const recall = recalls.length > 0 ? ` · mR ${recalls.at(-1)!.toFixed(1)}` : "";
    note.textContent = `step ${step} of ${steps} · loss ${(losses.at(-1) ?? 0).toFixed(3)}${recall} · rate ${model.get("learningRate").toPrecision(2)} · ${Math.round(model.get("imagesPerSecond"))} images/s · ${model.get("stopped") ? "stopped" : step < steps ? `${time} left` : "done"}`;
  };
  for (const name of ["step", "losses", "recalls", "stopped"]) model.on(`change:${name}`, show);
  el.append(element("div", { class: "row" }, stop, note), track, canvas);
  show();
}

/** Loss (line, left axis) and mR (points, right axis, percent) over the steps of the run. */
function drawCurve(canvas: HTMLCanvasElement, losses: Float32Array, recalls: number[], steps: number): void {
  const context = canvas.getContext("2d")!;
  const style = getComputedStyle(canvas);
  const ink = style.getPropertyValue("--jp-ui-font-color1") || "#1a1a1a";
  const line = style.getPropertyValue("--jp-brand-color1") || "#1976d2";
  const [left, right, bottom] = [48, width - 40, height - 24];
  const high = Math.max(1e-9, ...losses);
  const x = (step: number) => left + ((right - left) * step) / Math.max(1, steps);
  const y = (share: number) => bottom - (bottom - 12) * share;
  context.clearRect(0, 0, width, height);
  context.strokeStyle = context.fillStyle = ink;
  context.font = "13px sans-serif";
  context.lineWidth = 1;
  context.strokeRect(left, 12, right - left, bottom - 12);
  context.fillText(high.toFixed(1), 6, 18);
  context.fillText("0", 30, bottom);
  context.fillText(`loss over ${steps} steps`, left + 6, height - 6);
  context.fillText("mR", right + 6, 18);
  context.strokeStyle = line;
  context.lineWidth = 2;
  context.beginPath();
  for (const [i, loss] of losses.entries()) context.lineTo(x(i + 1), y(loss / high));
  context.stroke();
  context.fillStyle = "#d9480f";
  for (let i = 0; i + 1 < recalls.length; i += 2) {
    context.beginPath();
    context.arc(x(recalls[i]!), y(recalls[i + 1]! / 100), 4, 0, 2 * Math.PI);
    context.fill();
  }
}

export default { render };
