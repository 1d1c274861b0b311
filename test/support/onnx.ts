// Writes small ONNX models, as bytes of protocol buffers, and the detectors of the tests.

type Part = readonly [field: number, value: number | string | Uint8Array | Message];
/** A message of protocol buffers: its fields in order. */
type Message = readonly Part[];

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    bytes.push(rest > 0n ? low | 128 : low);
  } while (rest > 0n);
  return Buffer.from(bytes);
}

function encode(message: Message): Buffer {
  return Buffer.concat(
    message.flatMap(([field, value]) => {
      if (typeof value === "number") return [varint(field * 8), varint(value)];
      const content =
        typeof value === "string" ? Buffer.from(value) : value instanceof Uint8Array ? value : encode(value);
      return [varint(field * 8 + 2), varint(content.length), content];
    }),
  );
}

const [float32, int64] = [1, 7];

/** A tensor of weights. */
export interface Weights {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: readonly number[];
  readonly isInteger?: boolean;
}

/** An operation. Attributes are whole numbers or lists of them. */
export interface Operation {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** An input or output. A text is an axis of any size. */
export interface Value {
  readonly name: string;
  readonly dims: readonly (number | string)[];
  readonly isInteger?: boolean;
}

/** A model. */
export interface OnnxModel {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly weights: readonly Weights[];
  readonly operations: readonly Operation[];
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Returns the bytes of a model file. */
export function onnxBytes({ inputs, outputs, weights, operations, metadata = {} }: OnnxModel): Buffer {
  const value = ({ name, dims, isInteger }: Value): Message => {
    const shape: Message = dims.map((dim): Part => [1, [typeof dim === "number" ? [1, dim] : [2, dim]]]);
    return [
      [1, name],
      [
        2,
        [
          [
            1,
            [
              [1, isInteger ? int64 : float32],
              [2, shape],
            ],
          ],
        ],
      ],
    ];
  };
  const graph: Message = [
    ...operations.map((one): Part => [1, operation(one)]),
    [2, "detector"],
    ...weights.map((one): Part => [5, tensor(one)]),
    ...inputs.map((one): Part => [11, value(one)]),
    ...outputs.map((one): Part => [12, value(one)]),
  ];
  return encode([
    [1, 8],
    [7, graph],
    [
      8,
      [
        [1, ""],
        [2, 17],
      ],
    ],
    ...Object.entries(metadata).map(
      ([key, text]): Part => [
        14,
        [
          [1, key],
          [2, text],
        ],
      ],
    ),
  ]);
}

function operation({ type, inputs, outputs, attributes = {} }: Operation): Message {
  return [
    ...inputs.map((name): Part => [1, name]),
    ...outputs.map((name): Part => [2, name]),
    [4, type],
    ...Object.entries(attributes).map(([name, value]): Part => {
      const content: Message =
        typeof value === "number"
          ? [
              [3, value],
              [20, 2],
            ]
          : [...value.map((item): Part => [8, item]), [20, 7]];
      return [5, [[1, name], ...content]];
    }),
  ];
}

function tensor({ name, dims, values, isInteger = false }: Weights): Message {
  const data = isInteger ? new BigInt64Array(values.map(BigInt)) : Float32Array.from(values);
  return [
    ...dims.map((dim): Part => [1, dim]),
    [2, isInteger ? int64 : float32],
    [8, name],
    [9, new Uint8Array(data.buffer)],
  ];
}

/** Side of the detectors' input, and of the cells that they look at, in pixels. */
export const [detectorSide, cellSide] = [64, 8];
const cells = (detectorSide / cellSide) ** 2;
/** Side of each found box in pixels. */
const boxSide = 14;

/** Mean of a cell's red, green and blue that a channel weighs, and the number that it adds. */
interface Channel {
  readonly color?: readonly [number, number, number];
  /** Added number for each cell. */
  readonly added: (cell: number) => number;
}

const centerOf = (axis: 0 | 1) => (cell: number) => {
  const across = detectorSide / cellSide;
  return ((axis === 0 ? cell % across : Math.floor(cell / across)) + 0.5) * cellSide;
};
const constant = (value: number): Channel => ({ added: () => value });
const x: Channel = { added: centerOf(0) };
const y: Channel = { added: centerOf(1) };
const size = constant(boxSide);
const red: Channel = { color: [1, -1, 0], added: () => 0 };
const green: Channel = { color: [-1, 1, 0], added: () => 0 };
const corner = (axis: 0 | 1, sign: number): Channel => ({
  added: (cell) => centerOf(axis)(cell) + (sign * boxSide) / 2,
});

/** The forms of the tests' detectors, which find red and green squares. */
export const detectorChannels = {
  yolov8: [x, y, size, size, red, green],
  yolov5: [x, y, size, size, constant(0.8), red, green],
  "yolov8-obb": [x, y, size, constant(6), red, green, constant(0.5)],
  "end-to-end": [corner(0, -1), corner(1, -1), corner(0, 1), corner(1, 1), red, constant(0)],
} as const satisfies Record<string, readonly Channel[]>;

/** Returns weights and operations that compute channels of each cell, [1, channels, cells], from `images`. */
function perCell(channels: readonly Channel[], input: string, scale = 1) {
  const pixels = cellSide * cellSide;
  const kernels = channels.flatMap(({ color = [0, 0, 0] }) =>
    color.flatMap((weight) => new Array<number>(pixels).fill((scale * weight) / pixels)),
  );
  const added = channels.flatMap((channel) =>
    Array.from({ length: cells }, (_, cell) => channel.added(cell)),
  );
  const weights: Weights[] = [
    { name: "kernels", dims: [channels.length, 3, cellSide, cellSide], values: kernels },
    { name: "shape", dims: [3], values: [1, channels.length, cells], isInteger: true },
    { name: "added", dims: [1, channels.length, cells], values: added },
  ];
  const operations: Operation[] = [
    {
      type: "Conv",
      inputs: [input, "kernels"],
      outputs: ["cells"],
      attributes: { strides: [cellSide, cellSide] },
    },
    { type: "Reshape", inputs: ["cells", "shape"], outputs: ["rows"] },
    { type: "Add", inputs: ["rows", "added"], outputs: ["channels"] },
  ];
  return { weights, operations };
}

/** Returns a detector of red and green squares with YOLO's outputs. */
export function yoloModel(
  form: keyof typeof detectorChannels,
  metadata: Readonly<Record<string, string>> = { names: "{0: 'red', 1: 'green'}" },
): Buffer {
  const channels = detectorChannels[form];
  const { weights, operations } = perCell(channels, "images");
  const isChannelsFirst = form.startsWith("yolov8");
  const last: Operation = isChannelsFirst
    ? { type: "Identity", inputs: ["channels"], outputs: ["output0"] }
    : { type: "Transpose", inputs: ["channels"], outputs: ["output0"], attributes: { perm: [0, 2, 1] } };
  return onnxBytes({
    inputs: [{ name: "images", dims: [1, 3, detectorSide, detectorSide] }],
    outputs: [
      { name: "output0", dims: isChannelsFirst ? [1, channels.length, cells] : [1, cells, channels.length] },
    ],
    weights,
    operations: [...operations, last],
    metadata,
  });
}

/** Returns a detector of red and green squares with DETR's outputs. @param hasNone the last class is "nothing" */
export function detrModel(hasNone: boolean, hasMask = false): Buffer {
  const none = constant(3);
  const classes: Channel[] = hasNone
    ? [red, green, none]
    : [red, green].map((one) => ({ ...one, added: () => -3 }));
  const { weights, operations } = perCell(classes, "pixel_values", 6);
  const boxes = Array.from({ length: cells }, (_, cell) =>
    [x, y, size, size].map((channel) => channel.added(cell) / detectorSide),
  );
  return onnxBytes({
    inputs: [
      { name: "pixel_values", dims: ["batch", 3, detectorSide, detectorSide] },
      ...(hasMask ? [{ name: "pixel_mask", dims: ["batch", 64, 64], isInteger: true }] : []),
    ],
    outputs: [
      { name: "logits", dims: [1, cells, classes.length] },
      { name: "pred_boxes", dims: [1, cells, 4] },
      ...(hasMask ? [{ name: "mask", dims: ["batch", 64, 64], isInteger: true }] : []),
    ],
    weights: [...weights, { name: "places", dims: [1, cells, 4], values: boxes.flat() }],
    operations: [
      ...operations,
      { type: "Transpose", inputs: ["channels"], outputs: ["logits"], attributes: { perm: [0, 2, 1] } },
      { type: "Identity", inputs: ["places"], outputs: ["pred_boxes"] },
      ...(hasMask ? [{ type: "Identity", inputs: ["pixel_mask"], outputs: ["mask"] }] : []),
    ],
  });
}
