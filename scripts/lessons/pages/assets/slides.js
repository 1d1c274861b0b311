// In the page: spreads what an author put on one slide over as many as it needs, since only a browser knows how tall
// things are: blocks (a cell of prose, a cell's code, what it shows) go on while they fit, the heading goes along, and
// what is shown alone is made as large as the slide. Then it starts reveal.js.
const room = { width: 1168, height: 640 }; // of 1280 × 720, less the padding
const smallest = 0.6;
const largest = 2;

/** A slide's blocks in order; code and what it shows are two. */
function blocksOf(section) {
  return [...section.children].flatMap((cell) => {
    const shown = cell.querySelector(":scope > .jp-Cell-outputWrapper");
    if (!shown) return [cell];
    const outputs = cell.cloneNode(false);
    outputs.append(shown);
    outputs.classList.add("shown");
    return [cell, outputs];
  });
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
  const heading = section.querySelector("h1, h2, h3");
  let page = newPage(section, []);
  const first = page;
  for (const block of blocks) {
    if (block.querySelector("h3") && page.firstElementChild.childElementCount > 0) {
      page = newPage(page, [block]);
      continue;
    }
    page.firstElementChild.append(block);
    if (heightOf(page) <= room.height || page.firstElementChild.childElementCount === 1) continue;
    block.remove();
    page = newPage(page, heading ? [again(heading), block] : [block]);
  }
  first.append(...notes);
  section.remove();
}

/** The heading of a slide that goes on. */
function again(heading) {
  const copy = document.createElement("h2");
  copy.className = "again";
  copy.innerHTML = heading.innerHTML;
  return copy;
}

/** Makes a page smaller until it fits, and what is shown alone larger until it fills. */
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
  const parts = [...block.querySelectorAll("img, svg, canvas, table, pre")];
  const left = block.getBoundingClientRect().left;
  const width = Math.max(...parts.map((part) => part.getBoundingClientRect().right - left), 1);
  const scale = Math.min(largest, room.width / width, height / block.getBoundingClientRect().height);
  if (scale > 1 && parts.some((part) => !part.matches("pre"))) block.style.zoom = scale;
}

/** Resolves when saved widgets are drawn, or after a while. */
async function widgetsDrawn() {
  const places = [...document.querySelectorAll(".jupyter-widgets")];
  const drawn = (place) => place.querySelector(":scope > :not(script)");
  for (let i = 0; i < 100 && !places.every(drawn); i++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  if (places.length > 0) await new Promise((resolve) => setTimeout(resolve, 500)); // their pictures
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
