/**
 * Tensor engines: listing, starting and measuring them.
 * @module
 */
export {
  type EngineName,
  type EngineReport,
  engineNames,
  listEngines,
  type ReadyOptions,
  ready,
} from "./engines.js";
export { measureEngine } from "./measure.js";
