// Figures without WebGL, which needs a browser: a trace that plotly.js draws with WebGL becomes the most similar flat
// trace with the same data.

type Trace = Record<string, unknown>;

/**
 * Returns traces and layout that can be drawn as SVG. Traces without a flat form are left out and named in an
 * annotation.
 */
export function drawable(
  data: readonly object[],
  layout: object,
): { data: readonly object[]; layout: Record<string, unknown> } {
  const traces = data.map((trace) => flat(trace as Trace));
  const left = traces.filter((trace) => trace !== undefined);
  const missing = data.filter((_, i) => !traces[i]).map((trace) => String((trace as Trace).type));
  const { scene, ...plain } = layout as Record<string, unknown>;
  if (missing.length > 0) {
    const text = `${[...new Set(missing)].join(", ")}: shown only where scripts run`;
    plain.annotations = [{ text, xref: "paper", yref: "paper", x: 0.5, y: 0.5, showarrow: false }];
  }
  return { data: left, layout: plain };
}

/** Returns a trace that is drawn as SVG, undefined if there is no similar one. */
function flat(trace: Trace): Trace | undefined {
  const { type = "scatter", ...rest } = trace;
  const axes = { scene: undefined, z: undefined };
  switch (type) {
    case "scattergl":
      return { ...rest, type: "scatter" };
    case "scatterpolargl":
      return { ...rest, type: "scatterpolar" };
    case "scatter3d":
      return { ...rest, ...axes, type: "scatter", marker: depthMarker(rest) };
    case "surface":
      return { type: "contour", ...pick(rest, ["x", "y", "z", "colorscale", "name", "showscale"]) };
    case "mesh3d":
      return {
        type: "scatter",
        mode: "markers",
        ...pick(rest, ["x", "y", "name"]),
        marker: depthMarker(rest),
      };
    case "parcoords":
    case "splom":
    case "cone":
    case "streamtube":
    case "isosurface":
    case "volume":
      return undefined;
    default:
      return /map/.test(String(type)) && !/^(heatmap|treemap)$/.test(String(type)) ? undefined : trace;
  }
}

/** Returns a marker that shows depth as color. */
function depthMarker({ marker, z }: Trace): object {
  return { color: z, colorscale: "Viridis", ...(marker as object | undefined) };
}

function pick(trace: Trace, keys: readonly string[]): Trace {
  return Object.fromEntries(keys.filter((key) => key in trace).map((key) => [key, trace[key]]));
}
