// The local branch of GaLR alone.
import * as tf from "@tensorflow/tfjs-core";
import { objectChannels, objectCount } from "../../../objects/index.js";
import type { TextQuery } from "../../../text/query.js";
import type { ModelSetup } from "../../contract/baseModel.js";
import {
  type ImageBatch,
  type ImageInputs,
  type ImageTensors,
  requireInput,
} from "../../contract/imageInputs.js";
import type { RecordableModel, TextInputs, TextTensors } from "../../contract/textInputs.js";
import { type Layer, layer } from "../../summary/layers.js";
import { readObjects } from "../objects/localInputs.js";
import type { MapObjects } from "../objects/mapObjects.js";
import { ObjectGraph } from "../objects/objectGraph.js";
import type { LocalOptions } from "../options.js";
import type { GalrTextEncoder } from "../texts.js";
import { GalrTextModel } from "./textModel.js";

/**
 * The local branch of GaLR: the graph of an image's objects, and texts. It reads no pixels beside those that segments are
 * computed from.
 *
 * @example
 * const network: LocalGalr = createModel("lesson/galr-local", { vocabulary });
 * console.log(await score(network, paths.slice(0, 2), ["a blue lake"]));
 */
export class LocalGalr extends GalrTextModel implements RecordableModel {
  /** The graph over the objects. */
  readonly graph: ObjectGraph;
  readonly text: GalrTextEncoder;

  constructor(
    /** Sizes of the network. */
    override readonly options: LocalOptions,
    setup: ModelSetup,
  ) {
    super(options, setup);
    this.graph = new ObjectGraph(this.parameters.at("local_feature"), options.embedding);
    this.text = this.createText();
  }

  override async prepare(batch: ImageBatch): Promise<ImageInputs> {
    const { pixels } = await super.prepare(batch);
    return readObjects(batch, pixels!, this.local);
  }

  encodeImages(inputs: ImageTensors): tf.Tensor2D {
    return tf.tidy(() =>
      this.graph.apply(requireInput(inputs, "objects", 3), requireInput(inputs, "adjacency", 3)),
    );
  }

  prepareTexts(texts: readonly TextQuery[], dropoutSeed?: number): TextInputs {
    return this.text.inputs(this.sentences(texts), dropoutSeed);
  }

  encodePreparedTexts(inputs: TextTensors): tf.Tensor2D {
    return tf.tidy(() => this.text.encode(inputs));
  }

  protected override get title(): string {
    return `GaLR, local branch alone, ${this.options.text}`;
  }

  protected override layers(): Layer[] {
    return [
      ...graphLayers(this.graph, this.options.embedding, 0.5),
      ...this.text.layers(2),
      layer("score", "cosine of l and t", [], ["l", "t"], 1.25),
    ];
  }
}

/** Lists the layers from the objects to `l`. @param lane column of the picture's middle @param maps makes the objects */
export function graphLayers(graph: ObjectGraph, embedding: number, lane: number, maps?: MapObjects): Layer[] {
  const matrix = [objectCount, objectChannels];
  const layers = graph.weights.map(({ shape }, i) =>
    layer(
      `graph ${i + 1}`,
      "ReLU(A·H·W)",
      [objectCount, shape[1]],
      i === 0 ? ["objects", "adjacency"] : [`graph ${i}`],
      lane,
      [{ name: `${graph.name}.fc${i + 1}` }],
    ),
  );
  return [
    maps
      ? layer("objects", "grid over f3, linear", matrix, ["f3"], lane - 0.5, [maps.project])
      : layer("objects", "X of the image", matrix, [], lane - 0.5),
    layer("adjacency", maps ? "cells that touch" : "A of the objects", matrix, [], lane + 0.5),
    ...layers,
    layer("l", "linear, L2 norm", [embedding], ["graph 3"], lane, [graph.out]),
  ];
}
