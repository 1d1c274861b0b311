// Arranges a lesson as slides: a new one where its author says so. Exercises are for the notebook, so their check cells
// are left out. How much fits on one page is decided in the page (assets/slides.js).
import { hasTag } from "../notebook.mjs";

/** A copy of an executed lesson whose cells say where a slide starts and ends. */
export function arranged(notebook) {
  const cells = notebook.cells.filter(
    (cell) => !["navigation", "skip", "check"].some((tag) => hasTag(cell, tag)),
  );
  const starts = (i) => i === 0 || hasTag(cells[i], "slide");
  return {
    ...notebook,
    cells: cells.map((cell, i) => placed(cell, starts(i), i + 1 === cells.length || starts(i + 1))),
  };
}

function placed(cell, start, end) {
  const page = { start, end, notes: hasTag(cell, "notes"), fragment: hasTag(cell, "fragment") };
  return { ...cell, metadata: { ...cell.metadata, page } };
}
