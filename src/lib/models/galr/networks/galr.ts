// GaLR: the global and the local information of an image, fused before the score.
import * as tf from "@tensorflow/tfjs-core";
import { Dropout } from "../../../nn/dropout.js";
import { Linear } from "../../../nn/linear.js";
import { l2Normalize } from "../../../nn/normalize.js";
import type { ModelSetup } from "../../contract/baseModel.js";
import {
  type ImageBatch,
  type ImageInputs,
  type ImageTensors,
  requireInput,
} from "../../contract/imageInputs.js";
import type { Layer } from "../../summary/layers.js";
import { galrLayers } from "../layers.js";
import { Midf } from "../midf/midf.js";
import { readObjects } from "../objects/localInputs.js";
import { MapObjects } from "../objects/mapObjects.js";
import { ObjectGraph } from "../objects/objectGraph.js";
import type { GalrOptions } from "../options.js";
import type { GalrTextEncoder } from "../texts.js";
import { GalrTrunkModel } from "./trunkModel.js";

/** The vectors of both branches, each of length 1. */
export interface BranchVectors {
  /** g, [images, embedding]. */
  readonly global: tf.Tensor2D;
  /** l, [images, embedding]. */
  readonly local: tf.Tensor2D;
}

/**
 * GaLR (Yuan et al., TGRS 2022): AMFMN's image branch and a graph over the objects of the image, fused by MIDF. Its
 * images and texts are encoded independently, so its vectors can be kept in an index.
 *
 * @example
 * const network: Galr = createModel("lesson/galr", { vocabulary });
 * const inputs = await imageTensors(network, paths.slice(0, 2));
 * console.log(inputs.objects!.shape); // [2, 20, 20]
 * console.log(network.encodeImages(inputs).shape); // [2, 128]
 */
export class Galr extends GalrTrunkModel {
  /** The graph over the objects, which is the local branch. */
  readonly graph: ObjectGraph;
  /** The objects of the trunk's maps; undefined for a model that reads objects as inputs. */
  readonly mapObjects: MapObjects | undefined;
  readonly text: GalrTextEncoder;
  /** The fusion of both branches, or a linear layer over both vectors. */
  readonly fusion: Midf | Linear;

  constructor(
    /** Sizes and parts of the network. */
    override readonly options: GalrOptions,
    setup: ModelSetup,
  ) {
    super(options, setup);
    const { parameters } = this;
    const { embedding, fusion } = options;
    if (options.objects === "maps") {
      this.mapObjects = new MapObjects(parameters.at("map_objects"), 4 * options.width);
    }
    this.graph = new ObjectGraph(parameters.at("local_feature"), embedding);
    const scope = parameters.at("fusion");
    this.fusion =
      fusion === "midf" ? new Midf(scope, options, options) : new Linear(scope, 2 * embedding, embedding);
    this.text = this.createText();
    if (this.fusion instanceof Midf) parameters.freeze(...this.fusion.dead);
  }

  /** Reads the pixels, and the objects and their adjacency where they are inputs. */
  override async prepare(batch: ImageBatch): Promise<ImageInputs> {
    const inputs = await super.prepare(batch);
    if (this.mapObjects) return inputs;
    return { ...inputs, ...(await readObjects(batch, inputs.pixels!, this.local)) };
  }

  encodeImages(inputs: ImageTensors, training = false, dropoutSeed?: number): tf.Tensor2D {
    return tf.tidy(() => {
      const { global, local } = this.encodeBranches(inputs, training);
      return l2Normalize(this.fuse(global, local, dropoutSeed));
    });
  }

  /**
   * Returns the vectors of both branches before their fusion.
   *
   * @param inputs as `imageTensors` returns them
   */
  encodeBranches(inputs: ImageTensors, training = false): BranchVectors {
    return tf.tidy(() => {
      const maps = this.featureMaps(inputs, training);
      const { objects, adjacency } = this.mapObjects?.apply(maps.f3) ?? {
        objects: requireInput(inputs, "objects", 3),
        adjacency: requireInput(inputs, "adjacency", 3),
      };
      return {
        global: l2Normalize(this.mvsa.apply(maps).embedding),
        local: this.graph.apply(objects, adjacency),
      };
    });
  }

  protected override get title(): string {
    const { text, fusion } = this.options;
    return `GaLR, ${fusion === "midf" ? "MIDF" : fusion}, ${text}`;
  }

  protected override layers(): Layer[] {
    return galrLayers(this);
  }

  private fuse(global: tf.Tensor2D, local: tf.Tensor2D, dropoutSeed: number | undefined): tf.Tensor2D {
    const { fusion, options } = this;
    if (fusion instanceof Linear) return fusion.apply(tf.concat([global, local], 1));
    if (dropoutSeed === undefined) return fusion.apply(global, local);
    return fusion.apply(global, local, {
      blocks: new Dropout(options.fusionDropout, dropoutSeed),
      gammas: new Dropout(options.gammaDropout, dropoutSeed),
    });
  }
}
