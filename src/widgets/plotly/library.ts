// plotly.js for the page: one widget for each kernel with the compressed source. All figures refer to it, so that it is
// sent once, is saved once with a notebook, and needs no network.
import { createRequire } from "node:module";
import { type KernelHost, kernelHost } from "typescript-lab";
import { Widget } from "typescript-lab/widget";
import { anyWidgetSpec } from "typescript-lab/widget/spec";
import { pageAsset } from "../core/pageModule.js";

const require = createRequire(import.meta.url);

/** Returns the path of the plotly.js bundle for pages. */
export function plotlyFile(): string {
  return require.resolve("plotly.js-dist-min");
}

/** Traits of {@link PlotlyLibrary}. */
interface PlotlyLibraryState {
  /** plotly.js as gzip. */
  source: Uint8Array;
  /** Version of plotly.js. */
  version: string;
}

/** The source of plotly.js as a widget without a view. */
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

/** Returns this kernel's library, which the first call makes. */
export function plotlyLibrary(): PlotlyLibrary {
  const host = kernelHost();
  const library = libraries.get(host) ?? new PlotlyLibrary();
  libraries.set(host, library);
  return library;
}
