// What a picture can be drawn of: traces that plotly.js draws with WebGL become the flat trace nearest to them,
// with the same data, since there is no WebGL without a browser.

type Trace = Record<string, unknown>;

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

/** The trace as one that is drawn in SVG; undefined where none comes near. */
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

/** Depth, which a flat picture has no axis for, as color. */
function depthMarker({ marker, z }: Trace): object {
  return { color: z, colorscale: "Viridis", ...(marker as object | undefined) };
}

function pick(trace: Trace, keys: readonly string[]): Trace {
  return Object.fromEntries(keys.filter((key) => key in trace).map((key) => [key, trace[key]]));
}
