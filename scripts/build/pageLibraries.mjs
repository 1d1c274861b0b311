// Bundles the packages that pages use without a network: plotly.js (compressed), one script that shows saved widgets,
// the icons of buttons, and MathJax for formulas.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const require = createRequire(import.meta.url);
const read = (name) =>
  readFileSync(require.resolve(name), "utf8").replace(/^\/\/# sourceMappingURL=.*$/gm, "");

/** Writes plotly.js.gz, formulas.js, icons.css and savedWidgets.js into a folder. */
export function bundlePageLibraries(folder) {
  writeFileSync(join(folder, "plotly.js.gz"), gzipSync(read("plotly.js-dist-min"), { level: 9 }));
  copyFileSync(require.resolve("mathjax/es5/tex-svg.js"), join(folder, "formulas.js"));
  writeFileSync(join(folder, "icons.css"), icons());
  // Each part defines its modules by name, so that RequireJS fetches nothing from a CDN. anywidget's module has no name,
  // so it gets one here. The last part renders the widgets.
  const parts = [
    read("requirejs/require.js"),
    `(function (define) {${read("anywidget")}})((needs, make) => define("anywidget", needs, make));`,
    read("@jupyter-widgets/html-manager/dist/embed-amd.js"),
  ];
  writeFileSync(join(folder, "savedWidgets.js"), parts.join("\n;\n"));
}

/** Returns the style of the icons that buttons name, with the font inside it. */
function icons() {
  const font = readFileSync(require.resolve("@fortawesome/fontawesome-free/webfonts/fa-solid-900.woff2"));
  const face = `@font-face{font-family:"Font Awesome 5 Free";font-weight:900;src:url(data:font/woff2;base64,${font.toString("base64")})}`;
  const rules = readFileSync(require.resolve("@fortawesome/fontawesome-free/css/all.min.css"), "utf8");
  return face + rules.replace(/@font-face\{[^}]*\}/g, "");
}
