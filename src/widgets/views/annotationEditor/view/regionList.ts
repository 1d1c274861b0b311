// The regions of the chosen sentence as a list, with the coordinates of the selected region's corners. Readers who cannot
// see the image edit them here.
import { element } from "../../page/elements.js";
import { areaOf } from "../polygons/geometry.js";
import { problemsOf } from "../polygons/problems.js";
import { counted, type Session, type ShownImage } from "./session.js";

/** Returns the list, and a function that shows the session's regions. */
export function regionList(
  session: Session,
  image: () => ShownImage,
): { readonly root: HTMLElement; readonly show: () => void } {
  const root = element("div", { class: "regions", role: "group", "aria-label": "Regions of the sentence" });
  let focused = "";
  root.addEventListener("focusin", ({ target }) => {
    focused = (target as HTMLElement).dataset.part ?? "";
  });
  root.addEventListener("focusout", () => {
    focused = "";
  });
  const show = () => {
    const before = root.contains(document.activeElement) ? focused : "";
    const { width, height } = image();
    const problems = problemsOf(session.regions, image());
    const { region: selected } = session.selection;
    root.replaceChildren(
      ...session.regions.map((corners, region) => {
        const share = (100 * areaOf(corners)) / (width * height);
        const text = `Region ${region + 1} · ${counted(corners.length, "corner")} · ${share.toFixed(share < 1 ? 2 : 1)} % of the image`;
        const select = part(`region ${region}`, text, "", () => {
          session.select(region === selected ? -1 : region, -1);
          session.say();
        });
        select.setAttribute("aria-expanded", String(region === selected));
        const remove = part(`delete ${region}`, "Delete", `Delete region ${region + 1}`, () => {
          session.select(region, -1);
          session.deleteSelected();
        });
        const warnings = problems
          .filter((problem) => problem.region === region)
          .map((problem) => element("div", { class: "warning" }, `⚠ ${problem.text}`));
        const table = region === selected ? [cornerTable(session, region)] : [];
        return element(
          "div",
          { class: "region" },
          element("div", { class: "line" }, select, remove),
          ...warnings,
          ...table,
        );
      }),
    );
    if (before) root.querySelector<HTMLElement>(`[data-part="${before}"]`)?.focus();
  };
  return { root, show };
}

function cornerTable(session: Session, region: number): HTMLElement {
  const rows = session.regions[region]!.map((corner, i) => {
    const field = (axis: 0 | 1) => {
      const input = element("input", {
        type: "number",
        step: "any",
        value: String(Math.round(corner[axis] * 10) / 10),
        "aria-label": `${axis === 0 ? "x" : "y"} of corner ${i + 1}`,
        "data-part": `${axis} ${i}`,
      });
      input.addEventListener("change", () => {
        const value = input.valueAsNumber;
        if (Number.isNaN(value)) return;
        session.select(region, i);
        session.moveCorner(axis === 0 ? { x: value, y: corner[1] } : { x: corner[0], y: value });
      });
      return element("td", {}, input);
    };
    const insert = part(`insert ${i}`, "Insert", `Insert a corner after corner ${i + 1}`, () =>
      session.insertAfter(region, i),
    );
    const remove = part(`remove ${i}`, "×", `Delete corner ${i + 1}`, () => {
      session.select(region, i);
      session.deleteSelected();
    });
    const isSelected = i === session.selection.corner;
    const head = element("th", { scope: "row" }, String(i + 1));
    return element(
      "tr",
      isSelected ? { class: "selected" } : {},
      head,
      field(0),
      field(1),
      element("td", {}, insert, remove),
    );
  });
  const heads = ["corner", "x", "y", ""].map((text) => element("th", { scope: "col" }, text));
  return element(
    "table",
    { class: "corners" },
    element("thead", {}, element("tr", {}, ...heads)),
    element("tbody", {}, ...rows),
  );
}

/** Returns a button that gets the focus back after the list was filled again. */
function part(name: string, text: string, label: string, act: () => void): HTMLButtonElement {
  const button = element("button", { type: "button", "data-part": name }, text);
  if (label) button.setAttribute("aria-label", label);
  button.addEventListener("click", act);
  return button;
}
