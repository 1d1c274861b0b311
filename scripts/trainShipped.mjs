// `npm run train:shipped`: draws the data set, trains the small model that ships with the package, evaluates it on the test
// split, and writes its checkpoint and its card into models/.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { root } from "./setup/command.mjs";
import { setUp } from "./setup/steps.mjs";

await setUp();
const lab = await import("../dist/lib/index.js");
const work = join(root, ".cache", "shipped");
const [scenes, runs] = [join(work, "scenes"), join(work, "run")];
const recipe = JSON.parse(readFileSync(join(root, "models", "recipe.json"), "utf8"));

rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
await lab.synthesize({ out: scenes, ...recipe.data });
const dataset = await lab.loadDataset(scenes);
const engine = await lab.ready();
const vocabulary = lab.trainingVocabulary(dataset);
const model = lab.createModel(recipe.model, { vocabulary, seed: recipe.training.seed });

const started = performance.now();
const history = await lab.fit(model, dataset, {
  ...recipe.training,
  out: runs,
  onEpoch: ({ epoch, epochs, loss, validation }) => {
    const recall = validation ? ` · validation mR ${validation.mR.toFixed(2)}` : "";
    console.log(`epoch ${epoch} of ${epochs} · loss ${loss.toFixed(3)}${recall}`);
  },
});
const seconds = (performance.now() - started) / 1000;
const measured = await lab.evaluate(model, dataset, { split: "test" });
await lab.saveCheckpoint(join(root, "models", "scenes.safetensors"), model, {
  epoch: String(history.length),
  mR: String(measured.mR),
});
writeFileSync(join(root, "models", "README.md"), card());
console.log(`test mR ${measured.mR.toFixed(2)}, ${seconds.toFixed(0)} s of training on ${engine.name}`);
process.exit(0); // a native engine keeps threads

function card() {
  const of = (split) => dataset.split(split).records.length;
  const row = (name, { r1, r5, r10, medianRank, meanRank }) =>
    `| ${name} | ${[r1, r5, r10].map((recall) => recall.toFixed(2)).join(" | ")} | ${medianRank} | ${meanRank.toFixed(1)} |`;
  const chance = [1, 5, 10].map((k) => lab.chanceRecall(k, measured.images).toFixed(2)).join(" | ");
  return `# scenes.safetensors

A small AMFMN for drawn aerial scenes, so that lessons and \`amfmn search\` work at once. It knows the classes, colors,
counts and words of \`amfmn synthesize\`. It has never seen a photograph, and its scores say nothing about RSITMD.

| | |
| --- | --- |
| network | \`${recipe.model}\`, ${model.parameterCount.toLocaleString("en")} parameters, ${model.options.imageSize} × ${model.options.imageSize} pixels, ${vocabulary.words.length} words |
| data | ${recipe.data.images} scenes drawn with seed ${recipe.data.seed}: ${of("train")} to train, ${of("val")} to validate, ${of("test")} to test |
| training | ${history.length} epochs, batches of ${recipe.training.batchSize}, Adam at ${recipe.training.learningRate} with a ${recipe.training.schedule} schedule, \`${recipe.training.augmentation}\` crops, seed ${recipe.training.seed} |
| time | ${(seconds / 60).toFixed(1)} minutes on ${engine.name}, ${engine.device}${loaded()} |

On the ${measured.images} test scenes and their ${measured.captions} captions (mR **${measured.mR.toFixed(2)}**):

| | R@1 | R@5 | R@10 | median rank | mean rank |
| --- | --- | --- | --- | --- | --- |
${row("image to text", measured.imageToText)}
${row("text to image", measured.textToImage)}
| text to image by chance | ${chance} | | |

Made by \`npm run train:shipped\` from \`recipe.json\`.
`;
}

/** Returns a note for the card when the machine was busy with other work. */
function loaded() {
  const load = Number(readFileSync("/proc/loadavg", "utf8").split(" ")[2]);
  return load > 1.5 * cpus().length ? `, which other work shared (load ${load.toFixed(0)})` : "";
}
