// The global branch: AMFMN's trunk and MVSA as released, with an L2 norm behind them.
import * as tf from "@tensorflow/tfjs-core";
import { normalizePixels } from "../../../nn/images/normalizePixels.js";
import { type FeatureMaps, ResNet18 } from "../../../nn/images/resnet.js";
import type { ModelSetup } from "../../contract/baseModel.js";
import type { AttentionStagesModel, SalientMaskModel } from "../../contract/capabilities.js";
import { type ImageTensors, requireInput } from "../../contract/imageInputs.js";
import { ReleasedVisualSelfAttention } from "../../encoders/images/releasedSelfAttention.js";
import type { VisualSelfAttention } from "../../encoders/images/salientGate.js";
import { salientMaskOf } from "../../encoders/images/salientMask.js";
import type { NetworkOptions } from "../../encoders/options.js";
import type { GalrTextOptions } from "../texts.js";
import { GalrTextModel } from "./textModel.js";

/**
 * A network of GaLR with the global branch.
 *
 * @example
 * const network: GalrTrunkModel = createModel("lesson/galr", { vocabulary });
 * const { mask } = network.attend(await imageTensors(network, paths.slice(0, 1)));
 * console.log(mask.shape); // [1, 128]
 */
export abstract class GalrTrunkModel extends GalrTextModel implements SalientMaskModel, AttentionStagesModel {
  /** The trunk of the image encoder. */
  readonly resnet: ResNet18;
  /** The visual self-attention. */
  readonly mvsa: ReleasedVisualSelfAttention;

  constructor(
    /** Sizes of the network. */
    override readonly options: NetworkOptions & GalrTextOptions,
    setup: ModelSetup,
  ) {
    super(options, setup);
    const { width, imageSize, attentionChannels: channels, embedding } = options;
    const { parameters } = this;
    this.resnet = new ResNet18(parameters.at("extract_feature.resnet"), width);
    this.mvsa = new ReleasedVisualSelfAttention(parameters, { width, imageSize, channels, embedding });
  }

  /** Returns ResNet18's feature maps at four scales. @param inputs as `imageTensors` returns them */
  featureMaps(inputs: ImageTensors, training = false): FeatureMaps {
    return this.trunkMaps(requireInput(inputs, "pixels", 4), training);
  }

  attend(inputs: ImageTensors, training = false): VisualSelfAttention {
    return this.mvsa.apply(this.featureMaps(inputs, training));
  }

  /** Returns the absolute gated map of MVSA, scaled to 0…1 for each image; resized bilinearly when a size is given. */
  salientMask(inputs: ImageTensors, size?: number): tf.Tensor3D {
    return tf.tidy(() => salientMaskOf(this.attend(inputs).salientMap, size));
  }

  /** Applies ResNet18. @param pixels [batch, height, width, 3], RGB in 0…1 */
  protected trunkMaps(pixels: tf.Tensor4D, training: boolean): FeatureMaps {
    return this.resnet.apply(normalizePixels(pixels), training);
  }
}
