// Runs in the page: spreads each slide over as many pages as it needs, because only a browser knows heights. It adds
// blocks (a cell of prose, a cell's code, a cell's output) while they fit, and repeats the heading on each page. An output
// that is alone on a page is enlarged. Then it starts reveal.js.
const room = { width: 1168, height: 640 }; // of 1280 × 720, less the padding
const smallest = 0.6;
const largest = 2;
const largestFigure = 1.6;
const headings = "h1, h2, h3";

/** Returns a slide's blocks in order. The code and the outputs of a cell are separate blocks. */
function blocksOf(section) {
  return [...section.children].flatMap((cell) => {
    const shown = cell.querySelector(":scope > .jp-Cell-outputWrapper");
    return shown ? [cell, ...partsOf(shown).map((part) => within(cell, part, "shown"))] : [cell];
  });
}

/** Returns the outputs of a cell, in one piece if that fits on a slide, else one by one. */
function partsOf(shown) {
  const area = shown.querySelector(":scope > .jp-OutputArea");
  const outputs = [...(area?.children ?? [])];
  if (outputs.length < 2 || shown.getBoundingClientRect().height <= room.height - 60) return [shown];
  return outputs.map((output) => within(shown, within(area, output)));
}

/** Returns a copy of an element with one child only. */
function within(element, child, ...classes) {
  const copy = element.cloneNode(false);
  copy.append(child);
  copy.classList.add(...classes);
  return copy;
}

function newPage(before, blocks) {
  const section = document.createElement("section");
  const page = document.createElement("div");
  page.className = "page";
  page.append(...blocks);
  section.append(page);
  before.after(section);
  return section;
}

const heightOf = (section) => section.firstElementChild.getBoundingClientRect().height;

/** Spreads one slide over pages. */
function spread(section) {
  const notes = [...section.querySelectorAll(":scope > aside.notes")];
  for (const note of notes) note.remove();
  const blocks = blocksOf(section);
  let heading;
  let page = newPage(section, []);
  const first = page;
  for (const block of blocks) {
    const own = block.querySelector(headings);
    const above = own ? undefined : heading;
    heading = own ?? heading;
    if (block.querySelector("h3") && page.firstElementChild.childElementCount > 0) {
      page = newPage(page, [block]);
      continue;
    }
    page.firstElementChild.append(block);
    if (heightOf(page) <= room.height || page.firstElementChild.childElementCount === 1) continue;
    block.remove();
    page = newPage(page, above ? [again(above), block] : [block]);
  }
  first.append(...notes);
  section.remove();
}

/** Returns the heading for the next page of a slide. */
function again(heading) {
  const copy = document.createElement("h2");
  copy.className = "again";
  copy.innerHTML = heading.innerHTML;
  return copy;
}

/** Makes a page smaller until it fits, and a single output larger until it fills the page. */
function fit(section) {
  const page = section.firstElementChild;
  const blocks = [...page.children].filter((block) => !block.matches(".again"));
  const alone = blocks.length === 1 && blocks[0].matches(".shown") ? blocks[0] : undefined;
  if (alone) enlarge(alone, room.height - (heightOf(section) - alone.getBoundingClientRect().height));
  for (let scale = 1; heightOf(section) > room.height && scale > smallest; ) {
    scale -= 0.05;
    page.style.zoom = scale;
  }
  if (heightOf(section) > room.height) section.classList.add("scrolls");
}

function enlarge(block, height) {
  if (block.querySelector(".js-plotly-plot")) return enlargeFigure(block, height);
  const parts = [...block.querySelectorAll("img, svg, canvas, table, pre")];
  const left = block.getBoundingClientRect().left;
  const width = Math.max(...parts.map((part) => part.getBoundingClientRect().right - left), 1);
  const scale = Math.min(largest, room.width / width, height / block.getBoundingClientRect().height);
  if (scale > 1 && parts.some((part) => !part.matches("pre"))) block.style.zoom = scale;
}

/** Enlarges a figure. It is drawn as wide as its container, so the container is made narrower. */
function enlargeFigure(block, height) {
  const scale = Math.min(largestFigure, height / block.getBoundingClientRect().height);
  if (scale <= 1) return;
  block.style.zoom = scale;
  block.style.width = `${room.width / scale}px`;
}

/** Resolves when the saved widgets are drawn, or after ten seconds. */
async function widgetsDrawn() {
  const places = [...document.querySelectorAll(".jupyter-widgets")];
  // A figure is an empty element until plotly.js is loaded.
  const drawn = (place) =>
    place.querySelector(":scope > :not(script)") && !place.querySelector("div:empty:not([class])");
  for (let i = 0; i < 100 && !places.every(drawn); i++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  if (places.length > 0) await new Promise((resolve) => setTimeout(resolve, 500)); // pictures inside widgets
}

async function start() {
  await widgetsDrawn();
  await window.MathJax?.startup?.promise;
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  const sections = () => [...document.querySelectorAll(".slides > section")];
  sections().forEach(spread);
  sections().forEach(fit);
  document.body.classList.remove("measuring");
  await Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    center: false,
    hash: true,
    slideNumber: "c/t",
    transition: "none",
    plugins: [RevealNotes],
  });
}

window.addEventListener("load", start);
