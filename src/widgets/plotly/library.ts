// plotly.js for the page: one model a kernel that carries its source, compressed, over the comm. Figures refer to
// it, so it is sent once, needs no network, and is saved once with a notebook's widgets.
import { createRequire } from "node:module";
import { anyWidgetSpec } from "../../kernel/widget/anyWidget.js";
import { type KernelHost, kernelHost } from "../../kernel/widget/host.js";
import { Widget } from "../../kernel/widget/widget.js";
import { pageAsset } from "../core/pageModule.js";

const require = createRequire(import.meta.url);

/** The path of plotly.js as it is published for pages. */
export function plotlyFile(): string {
  return require.resolve("plotly.js-dist-min");
}

interface PlotlyLibraryState {
  /** plotly.js as gzip. */
  source: Uint8Array;
  version: string;
}

export class PlotlyLibrary extends Widget<PlotlyLibraryState> {
  constructor() {
    const { version } = require("plotly.js-dist-min/package.json") as { version: string };
    const traits = [
      { name: "source", type: "bytes", default: null, echoed: false },
      { name: "version", type: "string", default: "" },
    ] as const;
    super(anyWidgetSpec("PlotlyLibrary", traits), {
      ...({ _esm: "export default {};", _anywidget_id: "amfmn-lab.PlotlyLibrary" } as object),
      source: pageAsset("plotly.js.gz"),
      version,
    });
  }
}

const libraries = new WeakMap<KernelHost, PlotlyLibrary>();

/** The library of this kernel; made for its first figure. */
export function plotlyLibrary(): PlotlyLibrary {
  const host = kernelHost();
  const library = libraries.get(host) ?? new PlotlyLibrary();
  libraries.set(host, library);
  return library;
}
