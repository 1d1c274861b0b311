// The functions that compiled decorators call, under the names that oxc gives them.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Functions for TypeScript's experimental decorators and their metadata. They are loaded at the first use. */
export const decoratorHelpers = {
  get decorate() {
    return tslib().__decorate;
  },
  get decorateMetadata() {
    return tslib().__metadata;
  },
  get decorateParam() {
    return tslib().__param;
  },
};

function tslib(): typeof import("tslib") {
  return require("tslib") as typeof import("tslib");
}
