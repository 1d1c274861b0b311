// Kernels for training that the wasm backend lacks or computes slowly, composed of its fast kernels. They have
// tfjs-core's names, so that its gradients use them.
import * as tf from "@tensorflow/tfjs-core";

/** Registers the composed kernels. It is called once, after the backend has started. */
export function registerComposedKernels(): void {
  replace("Conv2DBackpropFilter", conv2dBackpropFilter);
  replace("Conv2DBackpropInput", conv2dBackpropInput, "slow");
  replace("BatchMatMul", batchMatMul, "fast");
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

/** Attributes of a convolution, as tfjs-core passes them. */
interface ConvAttributes {
  strides: number | [number, number];
  pad: "valid" | "same" | number;
}

/** Returns the padding before the first row or column: half of the padding of SAME, rounded down. */
function padBefore(size: number, filter: number, stride: number, pad: ConvAttributes["pad"]): number {
  if (typeof pad === "number") return pad;
  if (pad === "valid") return 0;
  const output = Math.ceil(size / stride);
  return Math.floor(Math.max(0, (output - 1) * stride + filter - size) / 2);
}

function strideOf({ strides }: ConvAttributes): number {
  return Array.isArray(strides) ? strides[0] : strides;
}

/**
 * Computes the gradient of a convolution with respect to its filter. Batch and channels of the images are exchanged,
 * and the output's gradient is the filter, dilated by the stride.
 */
function conv2dBackpropFilter(inputs: Inputs, attributes: Attributes): tf.Tensor {
  const x = inputs.x as tf.Tensor4D; // [batch, height, width, in]
  const dy = inputs.dy as tf.Tensor4D; // [batch, rows, columns, out]
  const [filterHeight, filterWidth, inChannels, outChannels] = attributes.filterShape as [
    number,
    number,
    number,
    number,
  ];
  const conv = attributes as unknown as ConvAttributes;
  const stride = strideOf(conv);
  const [batch, height, width] = x.shape;
  const [, rows, columns] = dy.shape;
  if (filterHeight === 1 && filterWidth === 1) {
    const seen = stride === 1 ? x : tf.stridedSlice(x, [0, 0, 0, 0], x.shape, [1, stride, stride, 1]);
    const flat = tf.reshape(seen, [batch * rows * columns, inChannels]);
    const product = tf.matMul(tf.transpose(flat), tf.reshape(dy, [-1, outChannels]));
    return tf.reshape(product, [1, 1, inChannels, outChannels]);
  }
  const top = padBefore(height, filterHeight, stride, conv.pad);
  const left = padBefore(width, filterWidth, stride, conv.pad);
  // The images are padded or cut so that a valid convolution has one position for each element of the filter.
  const bottom = filterHeight + (rows - 1) * stride - height - top;
  const right = filterWidth + (columns - 1) * stride - width - left;
  const padded = tf.pad(x, [
    [0, 0],
    [top, Math.max(0, bottom)],
    [left, Math.max(0, right)],
    [0, 0],
  ]);
  const exchanged = tf.transpose(padded, [3, 1, 2, 0]);
  const filter = tf.transpose(dy, [1, 2, 0, 3]); // [rows, columns, batch, out]
  const product = tf.conv2d(exchanged as tf.Tensor4D, filter as tf.Tensor4D, 1, "valid", "NHWC", stride);
  const exact = tf.slice(product, [0, 0, 0, 0], [inChannels, filterHeight, filterWidth, outChannels]);
  return tf.transpose(exact, [1, 2, 0, 3]);
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
  const conv = attributes as unknown as ConvAttributes;
  const stride = strideOf(conv);
  const dilated = stride === 1 ? dy : dilate(dy, stride); // [batch, (rows − 1)·stride + 1, …, out]
  const [, rows, columns] = dilated.shape;
  const top = filterHeight - 1 - padBefore(height, filterHeight, stride, conv.pad);
  const left = filterWidth - 1 - padBefore(width, filterWidth, stride, conv.pad);
  const bottom = height + filterHeight - 1 - rows - top;
  const right = width + filterWidth - 1 - columns - left;
  const padded = tf.pad(dilated, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
  const turned = tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]); // [kh, kw, out, in]
  const result = tf.conv2d(padded as tf.Tensor4D, turned as tf.Tensor4D, 1, "valid");
  return tf.reshape(result, [batch, height, width, inChannels]);
}

/** Inserts `stride − 1` zeros between rows and between columns. */
function dilate(x: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [batch, rows, columns, channels] = x.shape;
  const apart = tf.pad(tf.reshape(x, [batch * rows, columns, 1, channels]), [
    [0, 0],
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
  const wide = tf.reshape(apart, [batch, rows, 1, columns * stride * channels]);
  const tall = tf.pad(wide, [
    [0, 0],
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
  const full = tf.reshape(tall, [batch, rows * stride, columns * stride, channels]);
  return tf.slice(
    full,
    [0, 0, 0, 0],
    [batch, (rows - 1) * stride + 1, (columns - 1) * stride + 1, channels],
  ) as tf.Tensor4D;
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
  const rows = tf.reshape(x, [segmentIds.size, -1]);
  const indicator = tf.oneHot(tf.reshape(tf.cast(segmentIds, "int32"), [-1]) as tf.Tensor1D, numSegments);
  const sums = tf.matMul(tf.transpose(tf.cast(indicator, "float32")), rows as tf.Tensor2D);
  return tf.reshape(sums, [numSegments, ...x.shape.slice(segmentIds.rank)]);
}
