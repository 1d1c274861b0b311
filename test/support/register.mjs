// Runs the TypeScript sources in test processes: `node --import ./test/support/register.mjs`.
import { register } from "node:module";

process.setSourceMapsEnabled(true);
register("./transpile.mjs", import.meta.url);
