// A notebook with one cell for each view of drawn data, for the browser tests. It runs quickly and needs no trained model.
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Cells by the name of their view. */
const cells = {
  pictures: `
import * as views from "amfmn-lab/views";
import sharp from "sharp";
const classes = ["airport", "beach", "forest", "port"];
const drawing = (i: number) => \`<svg xmlns="http://www.w3.org/2000/svg" width="160" height="160">
  <rect width="160" height="160" fill="\${["#9aa5b1", "#e9d8a6", "#2d6a4f", "#5fa8d3"][i % 4]}"/>
  <circle cx="\${40 + 8 * (i % 10)}" cy="80" r="\${16 + (i % 5) * 6}" fill="#f4f1de" stroke="#222" stroke-width="3"/></svg>\`;
const drawn = (i: number) => sharp(Buffer.from(drawing(i))).jpeg().toBuffer().then((bytes) => new Uint8Array(bytes));
const pictures = await Promise.all(Array.from({ length: 24 }, (_, i) => drawn(i)));
const names = pictures.map((_, i) => \`\${classes[i % 4]}_\${i}.tif\`);`,
  mask: `
const side = 16;
const hill = (cx: number, cy: number) =>
  Float32Array.from({ length: side * side }, (_, k) => Math.exp(-((k % side - cx) ** 2 + (Math.floor(k / side) - cy) ** 2) / 18));
const viewer = new views.SalientMaskViewer([0, 1, 2].map((i) => ({
  label: names[i],
  picture: pictures[i],
  stages: [
    { name: "salient mask", values: hill(5 + i, 8), width: side, height: side },
    { name: "gate", values: hill(12 - i, 4), width: side, height: side },
    { name: "channel mask", values: Float32Array.from({ length: 128 }, (_, c) => (c % 7) / 7), width: 128, height: 1, kind: "channels" as const },
  ],
})), { opacity: 0.7 });
display(viewer);`,
  heatmap: `
const n = 2260;
const large = new Float32Array(n * n);
for (let row = 0, k = 0; row < n; row++) {
  for (let column = 0; column < n; column++, k++) {
    const same = row % 4 === column % 4 ? 0.25 : 0;
    large[k] = same + 0.2 * Math.sin(row * 12.9898 + column * 78.233) + (Math.floor(row / 5) === Math.floor(column / 5) ? 0.5 : 0);
  }
}
const indices = Array.from({ length: n }, (_, i) => i);
const heatmap = new views.SimilarityHeatmap({
  title: "Images × captions",
  scores: large,
  rows: indices.map((i) => \`\${classes[i % 4]}_\${i}.tif\`),
  columns: indices.map((i) => \`caption \${i} about a \${classes[i % 4]}\`),
  rowClasses: indices.map((i) => classes[i % 4]),
  owners: indices,
  picture: (row) => pictures[row % 24],
});
heatmap.onOpen(({ row, column }) => console.log(\`opened \${row} \${column}\`));
display(heatmap);`,
  measures: `
const few = Float32Array.from({ length: 30 * 40 }, (_, k) => (k % 7) / 7);
display(new views.SimilarityHeatmap({
  title: "Two measures",
  scores: { BLEU: few, METEOR: few.map((score) => 1 - score) },
  rows: indices.slice(0, 30).map(String),
  columns: indices.slice(0, 40).map(String),
}));`,
  gallery: `
const sentences = names.map((name) => \`a picture of \${name}\`);
const gallery = new views.RetrievalGallery({
  labels: names,
  pictures,
  query: "port",
  search: (query) => {
    if (query === "nothing") throw new Error("no word of it is known");
    const score = (i: number) => (names[i].startsWith(query.split(" ").at(-1)!.replace(/_.*/, "")) ? 0.9 : 0.3) - i / 100;
    return names.map((_, picture) => ({ picture, score: score(picture) })).sort((a, b) => b.score - a.score).slice(0, 8);
  },
  groundTruth: (query) => names.flatMap((name, i) => (name.startsWith(query) && i < 12 ? [i] : [])),
  describe: (picture) => sentences.map((caption, i) => ({ caption, score: 1 - Math.abs(i - picture) / 24, own: i === picture }))
    .sort((a, b) => b.score - a.score).slice(0, 6),
});
heatmap.onOpen(({ row }) => gallery.set({ query: classes[row % 4] }));
display(gallery);`,
  localization: `
const town = await sharp(Buffer.from(\`<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="1500">
  <rect width="2000" height="1500" fill="#52796f"/><rect x="1300" y="0" width="700" height="1500" fill="#5fa8d3"/>
  \${[0, 1, 2, 3, 4, 5].map((i) => \`<rect x="\${120 + 190 * i}" y="\${200 + 90 * (i % 3)}" width="120" height="90" fill="#bc6c25"/>\`).join("")}
  \${[0, 1, 2].map((i) => \`<ellipse cx="1500" cy="\${900 + 160 * i}" rx="90" ry="30" fill="#fefae0"/>\`).join("")}</svg>\`)).jpeg().toBuffer();
const places = { boats: [1500, 1060], houses: [600, 330] };
const located = await views.LocalizationViewer.open({
  image: new Uint8Array(town),
  label: "town.jpg",
  query: "boats",
  locate: (query) => {
    const place = Object.entries(places).find(([word]) => query.includes(word))?.[1];
    if (!place) throw new Error(\`none of the words of “\${query}” is known\`);
    const [x, y] = place;
    const values = Float32Array.from({ length: 200 * 150 }, (_, k) => Math.exp(-(((k % 200) * 10 - x) ** 2 + (Math.floor(k / 200) * 10 - y) ** 2) / 90_000));
    return { width: 200, height: 150, values, best: [{ left: x - 256, top: y - 256, width: 512, height: 512, score: 0.41 }] };
  },
});
display(located);`,
  browser: `
import { mkdtempSync, writeFileSync } from "node:fs";
const store = mkdtempSync("/tmp/views-pictures-");
pictures.forEach((bytes, i) => writeFileSync(\`\${store}/\${names[i]}\`, bytes));
const browser = new views.DatasetBrowser({
  name: "Drawn",
  records: names.map((filename, i) => ({
    filename,
    path: i === 3 ? \`\${store}/missing.tif\` : \`\${store}/\${filename}\`,
    captions: [\`a round island in a \${classes[i % 4]}\`, \`number \${i} of twenty-four\`],
    keywords: i % 2 ? ["round island"] : [],
    sceneClass: classes[i % 4],
    split: i < 20 ? "train" as const : "test" as const,
  })),
}, { pageSize: 4 });
display(browser);`,
  rerank: `
const hash = (k: number) => Math.abs(Math.sin(k * 12.9898) * 43758.5453) % 1;
const reranker = new views.RerankViewer({
  scores: Float32Array.from({ length: 24 * 48 }, (_, k) => 0.5 * hash(k) + (Math.floor((k % 48) / 2) === Math.floor(k / 48) ? 0.4 : 0)),
  images: names,
  texts: Array.from({ length: 48 }, (_, i) => \`caption \${i % 2} of \${names[i >> 1]}\`),
  owners: Array.from({ length: 48 }, (_, i) => i >> 1),
  picture: (image) => pictures[image],
  rows: 6,
});
display(reranker);`,
  bars: `
const figures = (name: string, ...numbers: number[]) => {
  const [images, meanSentenceLength, diversity, meanSimilarity, words, vocabularyClasses] = numbers;
  return { name, images, meanSentenceLength, diversity, meanSimilarity, words, classes: vocabularyClasses };
};
display(new views.DatasetBars([
  figures("Sydney", 555, 13.18, 1.83, 0.178, 224, 7),
  figures("UCM", 2100, 11.52, 0.97, 0.058, 337, 21),
  figures("RSICD", 10921, 11.57, 1.67, 0.072, 3057, 30),
  figures("RSITMD", 4743, 11.32, 4.6, 0.028, 3908, 32),
]));`,
  figure: `
import { Label, plot } from "amfmn-lab/widgets";
const figure = plot(
  [{ y: [3, 2, 1], name: "loss", mode: "lines+markers", marker: { size: 40 } }, { y: [1, 2, 3], name: "recall" }],
  { width: 600, height: 400 },
);
const told = new Label({ _dom_classes: ["told"] });
figure.on("hover", ({ points }) => { told.value = \`over \${points[0]?.y}\`; });
figure.on("click", ({ points }) => { told.value = \`clicked \${points[0]?.y}\`; figure.restyle({ marker: { color: "red" } }); });
figure.on("selected", ({ points }) => { told.value = \`\${points.length} selected\`; });
figure.on("relayout", () => {
  const { autorange, range } = figure.plotLayout.xaxis ?? {};
  told.value = autorange ? "all of x" : \`x from \${range?.[0]}\`;
});
figure.on("restyle", ({ update }) => { told.value = \`visible \${JSON.stringify(update.visible)}\`; });
display(figure);
display(told);`,
  monitor: `
const monitor = new views.TrainingMonitor();
display(monitor);
const steps = 400;
const recalls = (r: number) => ({ r1: r / 4, r5: r / 2, r10: r });
for (let step = 1; step <= steps && !monitor.signal.aborted; step++) {
  await new Promise((resolve) => setTimeout(resolve, 20));
  const loss = 3 * Math.exp(-step / 120) + 0.2 + 0.15 * Math.sin(step * 1.7);
  const learningRate = 2e-4 * 0.7 ** Math.floor(step / 100);
  await monitor.step({ step, steps, loss, learningRate, imagesPerSecond: 55, secondsLeft: (steps - step) / 45 });
  if (step % 40 !== 0) continue;
  const mR = 30 * (1 - Math.exp(-step / 150));
  monitor.epoch({ epoch: step / 40, epochs: 10, loss, validation: { mR, imageToText: recalls(mR * 1.5), textToImage: recalls(mR * 1.3) } });
}
console.log(\`ended, aborted: \${monitor.signal.aborted}\`);`,
} as const;

/** Each cell but the first shows one view. */
export const cellCount = Object.keys(cells).length;

/** Writes the notebook into a folder and returns its name. */
export function writeViewsNotebook(folder: string): string {
  const notebook = {
    cells: Object.values(cells).map((source, i) => ({
      cell_type: "code",
      id: `view-${i}`,
      execution_count: null,
      metadata: {},
      outputs: [],
      source: source.trim(),
    })),
    metadata: {
      kernelspec: { display_name: "TypeScript (lab)", language: "typescript", name: "typescript-lab" },
      language_info: { name: "typescript" },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  writeFileSync(join(folder, "views.ipynb"), JSON.stringify(notebook));
  return "views.ipynb";
}
