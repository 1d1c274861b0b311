// Kernels for training that the wasm backend lacks or computes slowly, composed of its fast kernels. They have
// tfjs-core's names, so that its gradients use them.
import * as tf from "@tensorflow/tfjs-core";

/** Registers the composed kernels. It is called once, after the backend has started. */
export function registerComposedKernels(): void {
  replace("Conv2D", conv2d, "fast");
  replace("Conv2DBackpropFilter", conv2dBackpropFilter);
  replace("Conv2DBackpropInput", conv2dBackpropInput, "slow");
  replace("BatchMatMul", batchMatMul, "fast");
  replace("MaxPoolGrad", maxPoolGrad, "fast");
  replace("UnsortedSegmentSum", unsortedSegmentSum);
}

type Inputs = Record<string, tf.Tensor>;
type Attributes = Record<string, unknown>;
type Composed = (inputs: Inputs, attributes: Attributes, original: () => tf.Tensor) => tf.Tensor;

/** Registers a kernel in place of an existing one, which it may call. */
function replace(kernelName: string, composed: Composed, existing?: "slow" | "fast"): void {
  const previous = existing ? tf.getKernel(kernelName, "wasm") : undefined;
  if (previous) tf.unregisterKernel(kernelName, "wasm");
  tf.registerKernel({
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs, backend }) => {
      const original = () => previous!.kernelFunc({ inputs, attrs, backend }) as unknown as tf.Tensor;
      return tf.tidy(() => composed(inputs as Inputs, attrs as Attributes, original));
    },
  });
}

/** Attributes of a convolution or of a pool, as tfjs-core passes them. */
interface WindowAttributes {
  strides: number | [number, number];
  pad: "valid" | "same" | number;
}

/** Returns the padding before the first row or column: half of the padding of SAME, rounded down. */
function padBefore(size: number, filter: number, stride: number, pad: WindowAttributes["pad"]): number {
  if (typeof pad === "number") return pad;
  if (pad === "valid") return 0;
  const output = Math.ceil(size / stride);
  return Math.floor(Math.max(0, (output - 1) * stride + filter - size) / 2);
}

function stridesOf({ strides }: WindowAttributes): [number, number] {
  return Array.isArray(strides) ? strides : [strides, strides];
}

/** Adds zeros before rows and columns, and adds or cuts rows and columns behind, to the given height and width. */
function fitted(x: tf.Tensor4D, top: number, left: number, height: number, width: number): tf.Tensor4D {
  const [batch, rows, columns, channels] = x.shape;
  const [bottom, right] = [height - top - rows, width - left - columns];
  const isCut = Math.min(top, left, bottom, right) < 0;
  const isPadded = Math.max(top, left, bottom, right) > 0;
  const cut = (size: number, before: number, after: number) =>
    size + Math.min(0, before) + Math.min(0, after);
  const start: [number, number, number, number] = [0, Math.max(0, -top), Math.max(0, -left), 0];
  const size: [number, number, number, number] = [
    batch,
    cut(rows, top, bottom),
    cut(columns, left, right),
    channels,
  ];
  const kept = isCut ? tf.slice(x, start, size) : x;
  if (!isPadded) return kept;
  return tf.pad(kept, [
    [0, 0],
    [Math.max(0, top), Math.max(0, bottom)],
    [Math.max(0, left), Math.max(0, right)],
    [0, 0],
  ]) as tf.Tensor4D;
}

/** Pads explicitly where the stride exceeds the filter, because the backend then returns zeros for SAME. */
function conv2d(inputs: Inputs, attributes: Attributes, original: () => tf.Tensor): tf.Tensor {
  const x = inputs.x as tf.Tensor4D;
  const filter = inputs.filter as tf.Tensor4D;
  const conv = attributes as unknown as WindowAttributes;
  const [down, right] = stridesOf(conv);
  const [filterHeight, filterWidth] = filter.shape;
  if (conv.pad !== "same" || (down <= filterHeight && right <= filterWidth)) return original();
  const [, height, width] = x.shape;
  const seen = fitted(
    x,
    padBefore(height, filterHeight, down, "same"),
    padBefore(width, filterWidth, right, "same"),
    (Math.ceil(height / down) - 1) * down + filterHeight,
    (Math.ceil(width / right) - 1) * right + filterWidth,
  );
  return tf.conv2d(seen, filter, [down, right], "valid");
}

/**
 * Computes the gradient of a convolution with respect to its filter. Batch and channels of the images are exchanged,
 * and the output's gradient is the filter, dilated by the stride.
 */
function conv2dBackpropFilter(inputs: Inputs, attributes: Attributes): tf.Tensor {
  const x = inputs.x as tf.Tensor4D; // [batch, height, width, in]
  const dy = inputs.dy as tf.Tensor4D; // [batch, rows, columns, out]
  const filterShape = attributes.filterShape as [number, number, number, number];
  const [filterHeight, filterWidth, inChannels, outChannels] = filterShape;
  const conv = attributes as unknown as WindowAttributes;
  const strides = stridesOf(conv);
  const [, height, width] = x.shape;
  const [batch, rows, columns] = dy.shape;
  // The images are padded or cut so that a valid convolution has one position for each element of the filter.
  const seen = fitted(
    x,
    padBefore(height, filterHeight, strides[0], conv.pad),
    padBefore(width, filterWidth, strides[1], conv.pad),
    filterHeight + (rows - 1) * strides[0],
    filterWidth + (columns - 1) * strides[1],
  );
  if (filterHeight === 1 && filterWidth === 1) {
    const positions = strides.every((stride) => stride === 1)
      ? seen
      : tf.stridedSlice(seen, [0, 0, 0, 0], seen.shape, [1, ...strides, 1]);
    const flat = tf.reshape(positions, [batch * rows * columns, inChannels]);
    const product = tf.matMul(tf.transpose(flat), tf.reshape(dy, [-1, outChannels]));
    return tf.reshape(product, filterShape);
  }
  const exchanged = tf.transpose(seen, [3, 1, 2, 0]);
  const filter = tf.transpose(dy, [1, 2, 0, 3]); // [rows, columns, batch, out]
  const product = tf.conv2d(exchanged, filter, 1, "valid", "NHWC", strides);
  return tf.transpose(product, [1, 2, 0, 3]);
}

/**
 * Computes the gradient of a convolution with respect to its input: the output's gradient, dilated by the stride,
 * convolved with the filter rotated by 180°.
 */
function conv2dBackpropInput(inputs: Inputs, attributes: Attributes): tf.Tensor {
  const dy = inputs.dy as tf.Tensor4D;
  const filter = inputs.filter as tf.Tensor4D;
  const [batch, height, width, inChannels] = attributes.inputShape as [number, number, number, number];
  const [filterHeight, filterWidth] = filter.shape;
  const conv = attributes as unknown as WindowAttributes;
  const [down, right] = stridesOf(conv);
  const padded = fitted(
    dilate(dy, [down, right]), // [batch, (rows − 1)·stride + 1, …, out]
    filterHeight - 1 - padBefore(height, filterHeight, down, conv.pad),
    filterWidth - 1 - padBefore(width, filterWidth, right, conv.pad),
    height + filterHeight - 1,
    width + filterWidth - 1,
  );
  const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]); // [kh, kw, out, in]
  const result = tf.conv2d(padded, turned, 1, "valid");
  return tf.reshape(result, [batch, height, width, inChannels]);
}

/** Computes the gradient of windows of one element, which the backend computes wrongly. */
function maxPoolGrad(inputs: Inputs, attributes: Attributes, original: () => tf.Tensor): tf.Tensor {
  const { filterSize } = attributes as { filterSize: number | [number, number] };
  if ([filterSize].flat().some((size) => size !== 1)) return original();
  const [, height, width] = inputs.input!.shape as [number, number, number, number];
  const dilated = dilate(inputs.dy as tf.Tensor4D, stridesOf(attributes as unknown as WindowAttributes));
  return fitted(dilated, 0, 0, height, width);
}

/** Inserts `stride − 1` zeros between rows and between columns. */
function dilate(x: tf.Tensor4D, [down, right]: readonly [number, number]): tf.Tensor4D {
  if (down === 1 && right === 1) return x;
  const [batch, rows, columns, channels] = x.shape;
  const apart = tf.pad(tf.reshape(x, [batch * rows, columns, 1, channels]), [
    [0, 0],
    [0, 0],
    [0, right - 1],
    [0, 0],
  ]);
  const wide = tf.reshape(apart, [batch, rows, 1, columns * right * channels]);
  const tall = tf.pad(wide, [
    [0, 0],
    [0, 0],
    [0, down - 1],
    [0, 0],
  ]);
  const full = tf.reshape(tall, [batch, rows * down, columns * right, channels]);
  const size: [number, number, number, number] = [
    batch,
    (rows - 1) * down + 1,
    (columns - 1) * right + 1,
    channels,
  ];
  return tf.slice(full, [0, 0, 0, 0], size) as tf.Tensor4D;
}

/** Transposes matrices before the product, because the backend multiplies transposed matrices several times slower. */
function batchMatMul(inputs: Inputs, attributes: Attributes, original: () => tf.Tensor): tf.Tensor {
  if (!attributes.transposeA && !attributes.transposeB) return original();
  const swap = (x: tf.Tensor) => {
    const batchAxes = x.shape.slice(0, -2).map((_, axis) => axis);
    return tf.transpose(x, [...batchAxes, x.rank - 1, x.rank - 2]);
  };
  return tf.matMul(
    attributes.transposeA ? swap(inputs.a!) : inputs.a!,
    attributes.transposeB ? swap(inputs.b!) : inputs.b!,
  );
}

/** Sums rows by segment, as a product with the indicator matrix of the segments. */
function unsortedSegmentSum(inputs: Inputs, attributes: Attributes): tf.Tensor {
  const { x, segmentIds } = inputs as { x: tf.Tensor; segmentIds: tf.Tensor1D };
  const numSegments = attributes.numSegments as number;
  const rows = tf.reshape(x, [segmentIds.size, tf.util.sizeFromShape(x.shape.slice(segmentIds.rank))]);
  const segments = tf.reshape(tf.range(0, numSegments, 1, "int32"), [numSegments, 1]);
  const indicator = tf.equal(segments, tf.reshape(tf.cast(segmentIds, "int32"), [1, -1]));
  const sums = tf.matMul(tf.cast(indicator, "float32") as tf.Tensor2D, rows as tf.Tensor2D);
  return tf.reshape(sums, [numSegments, ...x.shape.slice(segmentIds.rank)]);
}
