// Arranges a lesson as slides. A slide begins at a cell that its author tags so. Check cells are left out, because
// exercises need the notebook. assets/slides.js spreads a slide over pages, because heights are known in the page only.
import { hasTag } from "../notebook.mjs";

/** Returns a copy of an executed lesson whose cells are marked with the start and the end of a slide. */
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
