// AMFMN, as the paper's and the released network share it.
import * as tf from "@tensorflow/tfjs-core";
import { type FeatureMaps, trunkStride } from "../../nn/images/resnet.js";
import { windowMaps } from "../../nn/images/windowMaps.js";
import { BaseModel, type ModelSetup } from "../contract/baseModel.js";
import type {
  AttentionStagesModel,
  GuidedTextsModel,
  SalientMaskModel,
  SharedTrunkModel,
  WindowCorner,
} from "../contract/capabilities.js";
import { type ImageTensors, requireInput } from "../contract/imageInputs.js";
import type { VisualSelfAttention } from "../encoders/images/salientGate.js";
import { salientMaskOf } from "../encoders/images/salientMask.js";
import type { NetworkOptions } from "../encoders/options.js";

/**
 * A network with MVSA whose texts are guided by each image (Yuan et al., TGRS 2021).
 *
 * @example
 * const network: Amfmn = createModel("lesson/small", { vocabulary });
 * const { salientMap } = network.attend(await imageTensors(network, paths.slice(0, 2)));
 * console.log(salientMap.shape); // [2, 4, 4]
 */
export abstract class Amfmn
  extends BaseModel
  implements SalientMaskModel, AttentionStagesModel, GuidedTextsModel, SharedTrunkModel
{
  readonly pairwise = true;
  readonly windowStride = trunkStride;

  constructor(
    /** Sizes of the network. */
    override readonly options: NetworkOptions,
    setup: ModelSetup,
  ) {
    super(options, setup);
  }

  get imageSize(): number {
    return this.options.imageSize;
  }

  /** Applies ResNet18. @param pixels [batch, imageSize, imageSize, 3], RGB in 0…1 */
  protected abstract trunkMaps(pixels: tf.Tensor4D, training: boolean): FeatureMaps;

  /** Returns all results of MVSA. @param maps as `featureMaps` returns them */
  protected abstract selfAttention(maps: FeatureMaps): VisualSelfAttention;

  abstract guidedTexts(visual: tf.Tensor2D, text: tf.Tensor2D): tf.Tensor3D;

  /**
   * Returns ResNet18's feature maps at four scales.
   *
   * @param inputs as `imageTensors` returns them
   * @example
   * const { f1, f4 } = model.featureMaps(await imageTensors(model, paths.slice(0, 1)));
   * console.log(f1.shape, f4.shape); // [1, 16, 16, 16] [1, 2, 2, 128]
   */
  featureMaps(inputs: ImageTensors, training = false): FeatureMaps {
    return this.trunkMaps(requireInput(inputs, "pixels", 4), training);
  }

  attend(inputs: ImageTensors, training = false): VisualSelfAttention {
    return this.selfAttention(this.featureMaps(inputs, training));
  }

  encodeImages(inputs: ImageTensors, training = false): tf.Tensor2D {
    return tf.tidy(() => this.attend(inputs, training).embedding);
  }

  encodeWindows(picture: tf.Tensor4D, corners: readonly WindowCorner[]): tf.Tensor2D {
    return tf.tidy(() => {
      return this.windowAttention(this.trunkMaps(picture, false), corners).embedding;
    });
  }

  /** Returns MVSA's results of squares of one picture. @param maps of the picture */
  protected windowAttention(maps: FeatureMaps, corners: readonly WindowCorner[]): VisualSelfAttention {
    return this.selfAttention(windowMaps(maps, corners, this.imageSize));
  }

  /** Returns the absolute gated map of MVSA, scaled to 0…1 for each image; resized bilinearly when a size is given. */
  salientMask(inputs: ImageTensors, size?: number): tf.Tensor3D {
    return tf.tidy(() => salientMaskOf(this.attend(inputs).salientMap, size));
  }
}
