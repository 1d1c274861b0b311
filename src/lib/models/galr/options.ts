// Options of GaLR's three networks, and their check.
import { type NetworkOptions, OptionCheck } from "../encoders/options.js";
import type { MidfParts } from "./midf/midf.js";
import { type GalrTextOptions, textEncoders } from "./texts.js";

/** Options of the trunk, MVSA and the text encoder, which the global branch is made of. */
export interface GlobalOptions extends NetworkOptions, GalrTextOptions {
  readonly network: "galr-global";
}

/** Options of the local branch and the text encoder. */
export interface LocalOptions extends GalrTextOptions {
  readonly network: "galr-local";
}

/** Options of the network with both branches. */
export interface GalrOptions extends NetworkOptions, GalrTextOptions, MidfParts {
  readonly network: "galr";
  /**
   * `inputs` reads the objects of the image as local inputs. `maps` makes objects of the trunk's own maps, an ablation
   * of ours.
   */
  readonly objects: "inputs" | "maps";
  /** `midf`, or `concatenation` of both vectors with a linear layer over them. */
  readonly fusion: "midf" | "concatenation";
  /** Heads of MIDF's attentions, a divisor of `embedding`. */
  readonly heads: number;
  /** Length of the inner layer of MIDF's feed-forward blocks. */
  readonly feedForward: number;
  /** Share of the elements that MIDF's blocks drop in training, in [0, 1). */
  readonly fusionDropout: number;
  /** Share of the elements that the layer before γ drops in training, in [0, 1). */
  readonly gammaDropout: number;
  /**
   * Keeps the query and key projections and the dynamic weights that the released network has and that change no score,
   * so that a checkpoint holds all 239 tensors of the authors. They are not trained.
   */
  readonly deadParts: boolean;
}

/** @throws {OptionError} that names the first option outside of its range */
export function checkGlobalOptions(options: GlobalOptions): void {
  const check = new OptionCheck(options);
  check.sizes(["hidden"]);
  check.oneOf("text", textEncoders);
}

/** @throws {OptionError} that names the first option outside of its range */
export function checkLocalOptions(options: LocalOptions): void {
  const check = new OptionCheck(options);
  check.textSizes(["hidden"]);
  check.oneOf("text", textEncoders);
}

/** @throws {OptionError} that names the first option outside of its range */
export function checkGalrOptions(options: GalrOptions): void {
  const check = new OptionCheck(options);
  check.sizes(["hidden", "heads", "feedForward"]);
  check.shares(["fusionDropout", "gammaDropout"]);
  check.multipleOf("embedding", options.heads);
  check.oneOf("text", textEncoders);
  check.oneOf("objects", ["inputs", "maps"]);
  check.oneOf("fusion", ["midf", "concatenation"]);
  check.oneOf("guidance", ["sequential", "parallel", "none"]);
  check.oneOf("gammas", ["one", "two"]);
  check.switches(["selfAttention", "guidedSelfAttention", "deadParts"]);
}
