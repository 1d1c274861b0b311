// Page side of Figure: draws with the kernel's plotly.js, changes the drawing in place, and reports the reader's actions.
import type { Config, Data, Layout, PlotlyHTMLElement } from "plotly.js-dist-min";
import { type Bytes, Disposables, type PageModel } from "../core/pageModel.js";
import { unpack } from "./arrays.js";
import type { FigurePoint } from "./events.js";
import { marginOf } from "./margin.js";

type Plotly = typeof import("plotly.js-dist-min").default;

interface State {
  data: unknown[];
  plotLayout: object;
  config: object;
  library: string;
}
interface LibraryModel {
  get(name: "source"): Bytes;
}
interface FigureContext {
  model: PageModel<State> & {
    readonly widget_manager: { get_model(id: string): Promise<LibraryModel> };
  };
  el: HTMLElement;
}

const usualHeight = 450; // px
/** Without links to plotly's server: a lab may have no network. */
const ownConfig = { displaylogo: false, modeBarButtonsToRemove: ["sendChartToCloud"] };

/** Key of the page's plotly.js, which all figures share. */
const place = Symbol.for("amfmn-lab.plotly");
const holder = globalThis as { [place]?: Promise<Plotly> };

function plotly(model: FigureContext["model"]): Promise<Plotly> {
  holder[place] ??= model.widget_manager
    .get_model(model.get("library").replace("IPY_MODEL_", ""))
    .then((library) => load(library.get("source")));
  return holder[place];
}

async function load(source: Bytes): Promise<Plotly> {
  const stream = new Blob([source as unknown as BlobPart])
    .stream()
    .pipeThrough(new DecompressionStream("gzip"));
  const text = await new Response(stream).text();
  // The bundle exports to `module` if it finds one, independently of the page's module loader.
  const code = `const module = { exports: {} };\n${text}\nexport default module.exports;`;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const { default: library } = (await import(url)) as { default: Plotly };
  URL.revokeObjectURL(url);
  return library;
}

async function render({ model, el }: FigureContext): Promise<() => void> {
  const graph = el.appendChild(document.createElement("div")) as unknown as PlotlyHTMLElement;
  const library = await plotly(model);
  const drawNow = () => {
    const layout = unpack(model.get("plotLayout")) as Partial<Layout>;
    // plotly.js fills the element, which would otherwise be as high as its content.
    graph.style.height = `${layout.height ?? usualHeight}px`;
    const config = { ...ownConfig, ...model.get("config") } as Partial<Config>;
    return library.react(graph, unpack(model.get("data")) as Data[], themed(graph, layout), config);
  };
  await drawNow();
  report(graph, model);
  let asked = false;
  // Changes of one frame are drawn together.
  const draw = () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      void drawNow();
    });
  };
  const disposables = new Disposables();
  disposables.follow(model, ["data", "plotLayout", "config"], draw);
  disposables.themed(draw);
  // The element has no width before it is in the page.
  disposables.resized(el, () => void library.Plots.resize(graph));
  return () => {
    disposables.release();
    library.purge(graph);
  };
}

/** Returns the layout with the theme's colors as defaults. Zoom and legend survive changes of the data. */
function themed(graph: HTMLElement, layout: Partial<Layout>): Partial<Layout> {
  const style = getComputedStyle(graph);
  const color = (name: string, other: string) => style.getPropertyValue(name).trim() || other;
  const usual = {
    gridcolor: color("--jp-border-color2", "#e0e0e0"),
    zerolinecolor: color("--jp-border-color1", "#bdbdbd"),
    automargin: true,
  };
  const axes = Object.keys(layout).filter((key) => /^[xy]axis/.test(key));
  const named = Object.fromEntries(
    ["xaxis", "yaxis", ...axes].map((key) => [key, { ...usual, ...(layout as Record<string, object>)[key] }]),
  );
  return {
    paper_bgcolor: color("--jp-layout-color0", "#fff"),
    plot_bgcolor: color("--jp-layout-color0", "#fff"),
    uirevision: "kept",
    ...layout,
    margin: marginOf(layout),
    font: { color: color("--jp-content-font-color1", "#1a1a1a"), size: 14, ...layout.font },
    ...named,
  };
}

interface PlotlyEvent {
  points?: Record<string, unknown>[];
}

function report(graph: PlotlyHTMLElement, model: FigureContext["model"]): void {
  const on = (name: string, handler: (event: never) => void) =>
    (graph as unknown as { on(name: string, handler: (event: never) => void): void }).on(
      `plotly_${name}`,
      handler,
    );
  for (const event of ["click", "hover", "unhover", "selected"]) {
    on(event, (content: PlotlyEvent | undefined) => {
      if (content) model.send({ event, points: (content.points ?? []).map(point) });
    });
  }
  on("deselect", () => model.send({ event: "deselect" }));
  on("restyle", ([update, traces]: [object, number[]]) => model.send({ event: "restyle", update, traces }));
  on("relayout", (update: Record<string, unknown>) => {
    if ("autosize" in update || "width" in update) return;
    model.set("plotLayout", withUpdate(model.get("plotLayout"), update));
    model.save_changes();
    model.send({ event: "relayout", update });
  });
}

const pointKeys = ["curveNumber", "x", "y", "z", "text", "label", "value", "customdata"] as const;

function point(of: Record<string, unknown>): FigurePoint {
  const entries = pointKeys.filter((name) => of[name] !== undefined).map((name) => [name, of[name]]);
  return { pointIndex: of.pointIndex ?? of.pointNumber, ...Object.fromEntries(entries) } as FigurePoint;
}

/** Returns a copy of a layout with new values by path, such as `"xaxis.range[0]"`. */
function withUpdate(layout: object, update: Record<string, unknown>): object {
  const copy = structuredClone(layout);
  for (const [path, value] of Object.entries(update)) {
    const keys = path.split(/[.[\]]+/).filter((key) => key !== "");
    let place = copy as Record<string, unknown>;
    for (const [i, key] of keys.slice(0, -1).entries()) {
      place[key] ??= /^\d+$/.test(keys[i + 1]!) ? [] : {};
      place = place[key] as Record<string, unknown>;
    }
    place[keys.at(-1)!] = value;
  }
  return copy;
}

export default { render };
