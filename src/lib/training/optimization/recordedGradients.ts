// The gradients of a batch as one recorded function, for a model whose step depends on named inputs and parameters only.
import type * as tf from "@tensorflow/tfjs-core";
import { type Computation, compiled } from "../../engine/native/functions/compiled.js";
import type { ImageTensors } from "../../models/contract/imageInputs.js";
import type { RecordableModel, TextTensors } from "../../models/contract/textInputs.js";
import { backpropagate } from "./backpropagation.js";
import type { LossAndGradients } from "./batchGradients.js";

/** A batch as tensors of named inputs. */
export interface RecordedBatch {
  readonly images: ImageTensors;
  readonly texts: TextTensors;
  /** A number, or one for each image and text, [images, texts]. */
  readonly margin: tf.Tensor;
}

/** The loss of a batch by its scores. Other numbers than the margin are in the key of the loss. */
export interface RecordedLoss {
  /** Names the loss with all its numbers. */
  readonly key: string;
  of(scores: tf.Tensor2D, margin: tf.Tensor): tf.Scalar;
}

/** A computation, and the variables whose gradients it returns. */
interface Program {
  readonly compute: Computation;
  moved: readonly tf.Variable[];
}

const programs = new WeakMap<RecordableModel, Map<string, Program>>();

/** Returns the numbers of `batchGradients` for a batch in one part. */
export function recordedGradients(
  model: RecordableModel,
  { images, texts, margin }: RecordedBatch,
  loss: RecordedLoss,
): LossAndGradients {
  const names = [Object.keys(images), Object.keys(texts)] as const;
  const variables = [...model.parameters.trainable.values()];
  const buffers = [...model.parameters.buffers.values()];
  const program = programOf(
    model,
    [loss.key, ...names, [...model.parameters.trainable.keys()]].join("|"),
    () => {
      const [imageNames, textNames] = names;
      const compute: Computation = (...inputs) => {
        const read = (of: readonly string[]) => Object.fromEntries(of.map((name) => [name, inputs.shift()!]));
        const [ofImages, ofTexts, ofMargin] = [read(imageNames), read(textNames), inputs.shift()!];
        const { value, grads } = backpropagate(() => {
          const visual = model.encodeImages(ofImages, true);
          return loss.of(model.similarity(visual, model.encodePreparedTexts(ofTexts)), ofMargin);
        }, variables);
        created.moved = variables.filter(({ name }) => grads[name] !== undefined);
        return [
          value,
          ...created.moved.map(({ name }) => grads[name]!),
          ...buffers.map((buffer) => buffer.clone()),
        ];
      };
      const created: Program = { compute: compiled("step", compute), moved: [] };
      return created;
    },
  );
  const inputs = [...Object.values(images), ...Object.values(texts), margin];
  const weights = [...model.parameters.all()].map(([, variable]) => variable);
  const [value, ...rest] = program.compute(...inputs, ...weights);
  const moved = program.moved.map(({ name }, i) => [name, rest[i]!] as const);
  // A recorded function does not assign. It returns the running statistics.
  for (const [i, statistics] of rest.slice(moved.length).entries()) {
    buffers[i]!.assign(statistics);
    statistics.dispose();
  }
  return { value: value as tf.Scalar, grads: Object.fromEntries(moved) };
}

function programOf(model: RecordableModel, key: string, create: () => Program): Program {
  const known = programs.get(model) ?? new Map<string, Program>();
  programs.set(model, known);
  let program = known.get(key);
  if (!program) {
    program = create();
    known.set(key, program);
  }
  return program;
}
