// Puts everything into a page of nbconvert that it would load from a CDN: the widgets' code, MathJax, require.js.
import { pageAsset } from "../core/pageModule.js";

const scriptFromNetwork = /<script[^>]*\ssrc=["']https?:\/\/[^"']*["'][^>]*>\s*<\/script>/g;
const mathConfiguration = /<!-- Load mathjax -->[\s\S]*?<!-- End of mathjax configuration -->/;
const widgetLoader = /<script>\s*\(function\(\) \{\s*function addWidgetsRenderer\(\)[\s\S]*?<\/script>/;
const mermaidLoader =
  /<script type="module">\s*document\.addEventListener\("DOMContentLoaded", async \(\) => \{\s*const diagrams[\s\S]*?<\/script>/;

const savedWidgets = 'type="application/vnd.jupyter.widget-state+json"';
const formula = /\$[^$\n]+\$|\\\(|\\\[|\\begin\{/;

/**
 * Returns a page that needs no network.
 * @param html a notebook as `jupyter nbconvert --to html` writes it
 * @throws {WidgetError} when the project has not been built
 * @example
 * const page = selfContained("<html><body><p>$x^2$</p></body></html>");
 */
export function selfContained(html: string): string {
  const hasFormulas = formula.test(withoutScripts(html));
  const bare = html
    .replace(mathConfiguration, "")
    .replace(scriptFromNetwork, "")
    .replace(widgetLoader, "")
    .replace(mermaidLoader, "");
  const scripts = [
    ...(html.includes(savedWidgets)
      ? [widgetStyle(), inline(pageAsset("savedWidgets.js").toString("utf8"))]
      : []),
    ...(hasFormulas ? [inline(mathSettings), inline(pageAsset("formulas.js").toString("utf8"))] : []),
  ];
  const end = bare.lastIndexOf("</body>");
  return `${bare.slice(0, end)}${scripts.join("\n")}\n${bare.slice(end)}`;
}

const mathSettings = String.raw`window.MathJax = {
  tex: { inlineMath: [["$", "$"], ["\\(", "\\)"]], processEscapes: true },
  options: { ignoreHtmlClass: "jp-InputArea-editor|jp-OutputArea-output" },
  startup: {
    ready() {
      MathJax.startup.defaultReady();
      // The widgets' code calls MathJax 2.
      MathJax.Hub = { Queue: ([, , element]) => MathJax.typesetPromise([element]) };
    },
  },
};`;

function widgetStyle(): string {
  const font = ".jupyter-widgets { font-family: system-ui, sans-serif; }";
  return `<style>${font}\n${pageAsset("icons.css").toString("utf8")}</style>`;
}

function inline(script: string): string {
  return `<script>${script.replace(/<\/script/gi, "<\\/script")}</script>`;
}

function withoutScripts(html: string): string {
  return html.replace(/<(script|style)\b[\s\S]*?<\/\1>/g, "");
}
