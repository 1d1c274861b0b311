// The global branch of GaLR alone.
import * as tf from "@tensorflow/tfjs-core";
import { trunkStride } from "../../../nn/images/resnet.js";
import { l2Normalize } from "../../../nn/normalize.js";
import type { TextQuery } from "../../../text/query.js";
import type { ModelSetup } from "../../contract/baseModel.js";
import type { SharedTrunkModel, WindowCorner } from "../../contract/capabilities.js";
import type { ImageTensors } from "../../contract/imageInputs.js";
import type { RecordableModel, TextInputs, TextTensors } from "../../contract/textInputs.js";
import { releasedImageLayers } from "../../encoders/images/layers.js";
import { type Layer, layer } from "../../summary/layers.js";
import type { GlobalOptions } from "../options.js";
import type { GalrTextEncoder } from "../texts.js";
import { GalrTrunkModel } from "./trunkModel.js";

/**
 * The global branch of GaLR: trunk, MVSA with L2 norm, and texts. The authors' semantic localization and their service use
 * this part of AMFMN and GaLR alone.
 *
 * @example
 * const network: GlobalGalr = createModel("lesson/galr-global", { vocabulary });
 * console.log(await score(network, paths.slice(0, 2), ["a blue lake"]));
 */
export class GlobalGalr extends GalrTrunkModel implements SharedTrunkModel, RecordableModel {
  readonly text: GalrTextEncoder;
  readonly windowStride = trunkStride;

  constructor(
    /** Sizes of the network. */
    override readonly options: GlobalOptions,
    setup: ModelSetup,
  ) {
    super(options, setup);
    this.text = this.createText();
  }

  encodeImages(inputs: ImageTensors, training = false): tf.Tensor2D {
    return tf.tidy(() => l2Normalize(this.attend(inputs, training).embedding));
  }

  encodeWindows(picture: tf.Tensor4D, corners: readonly WindowCorner[]): tf.Tensor2D {
    return tf.tidy(() => {
      const maps = this.trunkMaps(picture, false);
      return l2Normalize(this.mvsa.applyToWindows(maps, corners, this.imageSize).embedding);
    });
  }

  prepareTexts(texts: readonly TextQuery[], dropoutSeed?: number): TextInputs {
    return this.text.inputs(this.sentences(texts), dropoutSeed);
  }

  encodePreparedTexts(inputs: TextTensors): tf.Tensor2D {
    return tf.tidy(() => this.text.encode(inputs));
  }

  protected override get title(): string {
    return `GaLR, global branch alone, ${this.options.text}`;
  }

  protected override layers(): Layer[] {
    return [
      ...releasedImageLayers(this.resnet, this.mvsa, this.options),
      ...this.text.layers(3),
      layer("score", "cosine of v and t", [], ["v", "t"], 2.5),
    ];
  }
}
