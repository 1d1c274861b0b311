// Page side of TrainingMonitor: buttons, progress, curves with the values under the pointer, and the latest recalls.

import { type Bytes, Disposables, floats, type PageModel, type RenderContext } from "../../core/pageModel.js";
import { addStyle, element, oncePerFrame } from "../page/elements.js";
import { curvesSvg, type RunPicture } from "./curves.js";
import type { TrainingMonitorState, Validation } from "./state.js";
import { curveReading } from "./view/reading.js";
import style from "./view.css";
import { stepWords } from "./words.js";

type State = TrainingMonitorState<Bytes>;

const traits: (keyof State)[] = ["phase", "step", "steps", "epoch", "losses", "rates", "validations"];

function render({ model, el }: RenderContext<State>): () => void {
  addStyle(el, style);
  const disposables = new Disposables();
  const words = element("div", { role: "status", "aria-live": "off", style: "flex:1 1 420px" });
  const fill = element("div");
  const track = element("div", { class: "track", role: "progressbar", "aria-label": "Training" }, fill);
  const curves = element("div", { class: "curves" });
  const svg = element("div");
  const table = element("div", { "aria-live": "polite" });
  const reading = curveReading(curves, () => runPicture(model));
  curves.append(svg, reading.line);
  el.append(
    element("div", { class: "bar" }, ...buttons(model, disposables), words),
    track,
    curves,
    reading.note,
    table,
  );
  const show = oncePerFrame(() => {
    const [step, steps, phase] = [model.get("step"), model.get("steps"), model.get("phase")];
    const share = steps > 0 ? (100 * step) / steps : 0;
    fill.style.width = `${share}%`;
    track.classList.toggle("done", phase === "done");
    track.setAttribute("aria-valuenow", String(Math.round(share)));
    words.textContent = steps > 0 ? progress(model) : "Waiting for the first step …";
    svg.innerHTML = curvesSvg(runPicture(model));
    reading.show();
    const last = model.get("validations").at(-1);
    table.replaceChildren(...(last?.imageToText && last.textToImage ? [recallTable(last)] : []));
  });
  disposables.follow(model, traits, show);
  return () => disposables.release();
}

function buttons(model: PageModel<State>, disposables: Disposables): HTMLButtonElement[] {
  const stop = element("button", { type: "button" }, "Stop");
  const pause = element("button", { type: "button" }, "Pause");
  stop.addEventListener("click", () => model.send({ event: "stop" }));
  pause.addEventListener("click", () =>
    model.send({ event: model.get("phase") === "paused" ? "resume" : "pause" }),
  );
  disposables.follow(model, ["phase"], () => {
    const phase = model.get("phase");
    pause.textContent = phase === "paused" ? "Resume" : "Pause";
    stop.disabled = pause.disabled = phase === "stopped" || phase === "done";
  });
  return [pause, stop];
}

function progress(model: PageModel<State>): string {
  const [epoch, epochs] = [model.get("epoch"), model.get("epochs")];
  const names = ["step", "steps", "loss", "learningRate", "imagesPerSecond", "secondsLeft"] as const;
  const run = Object.fromEntries(names.map((name) => [name, model.get(name)])) as Pick<
    State,
    (typeof names)[number]
  >;
  const last = model.get("validations").at(-1);
  const parts = [
    epochs > 0 ? `epoch ${epoch} of ${epochs} done · ` : "",
    stepWords(run, model.get("phase")),
    last ? ` · mR ${last.mR.toFixed(1)}` : "",
  ];
  return parts.join("");
}

function runPicture(model: PageModel<State>): RunPicture {
  return {
    step: model.get("step"),
    steps: model.get("steps"),
    stepsPerPoint: model.get("stepsPerPoint"),
    losses: floats(model.get("losses")),
    rates: floats(model.get("rates")),
    validations: model.get("validations"),
  };
}

function recallTable({ imageToText, textToImage }: Validation): HTMLElement {
  const row = (name: string, cells: readonly (string | number)[], tag: "th" | "td") =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, name),
      ...cells.map((cell) => element(tag, {}, typeof cell === "number" ? cell.toFixed(1) : cell)),
    );
  return element(
    "table",
    { class: "recalls" },
    row("recall, %", ["R@1", "R@5", "R@10"], "th"),
    ...(imageToText ? [row("image → text", [imageToText.r1, imageToText.r5, imageToText.r10], "td")] : []),
    ...(textToImage ? [row("text → image", [textToImage.r1, textToImage.r5, textToImage.r10], "td")] : []),
  );
}

export default { render };
