// Loss, rate and recall of one step of the curves.
import { element } from "../../page/elements.js";
import { panels, picture, type RunPicture, smoothed } from "../curves.js";

/** The marked step and its values. */
export interface CurveReading {
  readonly line: HTMLElement;
  readonly note: HTMLElement;
  /** Updates the values after the curves changed. */
  readonly show: () => void;
}

/**
 * Shows the values of the step under the pointer, or of the step that the arrow keys chose.
 * @param run returns the current numbers
 */
export function curveReading(curves: HTMLElement, run: () => RunPicture): CurveReading {
  const line = element("div", { class: "at", hidden: "" });
  const note = element("div", { class: "note", "aria-live": "polite" });
  const { loss, rate } = panels;
  let point: number | undefined;
  curves.tabIndex = 0;
  curves.setAttribute("role", "application");
  curves.setAttribute("aria-label", "Curves of the run; the arrow keys move over its steps");

  const show = () => {
    const { losses, rates, stepsPerPoint, steps, validations } = run();
    line.hidden = point === undefined || losses.length === 0;
    note.textContent = "";
    if (point === undefined || losses.length === 0) return;
    const at = Math.min(losses.length - 1, point);
    const step = (at + 1) * stepsPerPoint;
    const measured = validations.filter((one) => one.step <= step).at(-1);
    const recall = measured ? ` · mR ${measured.mR.toFixed(1)} at step ${measured.step}` : "";
    const mean = smoothed(losses)[at]!.toFixed(3);
    note.textContent = `step ${Math.min(steps, step)} · loss ${losses[at]!.toFixed(3)} (smoothed ${mean}) · rate ${rates[at]!.toExponential(1)}${recall}`;
    const x = loss.x + loss.width * Math.min(1, step / Math.max(1, steps));
    line.style.left = `${(100 * x) / picture.width}%`;
    line.style.top = `${(100 * loss.y) / picture.height}%`;
    line.style.height = `${(100 * (rate.y + rate.height - loss.y)) / picture.height}%`;
  };
  const move = (to: number | undefined) => {
    const last = run().losses.length - 1;
    point = to === undefined ? undefined : Math.min(last, Math.max(0, to));
    show();
  };
  curves.addEventListener("pointermove", (event) => {
    const { steps, stepsPerPoint } = run();
    const box = curves.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * picture.width;
    const inside = x >= loss.x && x <= loss.x + loss.width;
    move(inside ? Math.round((((x - loss.x) / loss.width) * steps) / stepsPerPoint) - 1 : undefined);
  });
  curves.addEventListener("pointerleave", () => move(undefined));
  curves.addEventListener("blur", () => move(undefined));
  curves.addEventListener("keydown", (event) => {
    const last = run().losses.length - 1;
    const jump = Math.max(1, Math.round(last / 100));
    const at = point ?? last;
    const targets: Record<string, number> = {
      ArrowLeft: at - jump,
      ArrowRight: at + jump,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    move(target);
  });
  return { line, note, show };
}
