// Writes src/widgets/generated/ from the official model specification (npm @jupyter-widgets/schema): a typed,
// documented class for each widget. Run it when the specification or scripts/generate-widgets changed.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles } from "./generate-widgets/files.mjs";
import { root } from "./setup/command.mjs";

const files = generatedFiles();
const folder = join(root, dirname([...files.keys()][0]));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [path, text] of files) writeFileSync(join(root, path), text);
process.stdout.write(`✓ ${files.size} files in ${folder}\n`);
