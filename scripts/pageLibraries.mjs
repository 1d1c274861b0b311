// Other people's code that pages need without a network, made into files of the build: plotly.js compressed,
// everything that shows saved widgets in an exported page as one script, their icons, and MathJax for formulas.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const require = createRequire(import.meta.url);
const read = (name) =>
  readFileSync(require.resolve(name), "utf8").replace(/^\/\/# sourceMappingURL=.*$/gm, "");

export function bundlePageLibraries(folder) {
  writeFileSync(join(folder, "plotly.js.gz"), gzipSync(read("plotly.js-dist-min"), { level: 9 }));
  copyFileSync(require.resolve("mathjax/es5/tex-svg.js"), join(folder, "formulas.js"));
  writeFileSync(join(folder, "icons.css"), icons());
  // One after the other: each defines its modules by name, so that nothing is asked of a CDN. anywidget's has no
  // name of its own; the last part renders.
  const parts = [
    read("requirejs/require.js"),
    `(function (define) {${read("anywidget")}})((needs, make) => define("anywidget", needs, make));`,
    read("@jupyter-widgets/html-manager/dist/embed-amd.js"),
  ];
  writeFileSync(join(folder, "savedWidgets.js"), parts.join("\n;\n"));
}

/** The icons that buttons name, with their font in the style itself. */
function icons() {
  const font = readFileSync(require.resolve("@fortawesome/fontawesome-free/webfonts/fa-solid-900.woff2"));
  const face = `@font-face{font-family:"Font Awesome 5 Free";font-weight:900;src:url(data:font/woff2;base64,${font.toString("base64")})}`;
  const rules = readFileSync(require.resolve("@fortawesome/fontawesome-free/css/all.min.css"), "utf8");
  return face + rules.replace(/@font-face\{[^}]*\}/g, "");
}
