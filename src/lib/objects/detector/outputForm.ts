// Recognizes the form of a detector's outputs by their names, their shapes and the number of classes.
import { DataError } from "../../base/errors.js";
import type { OnnxSession, OnnxTensor } from "./onnxRuntime.js";
import type { Detection } from "./outputs/detection.js";
import { readDetr } from "./outputs/detr.js";
import { readEndToEnd, readYolo5, readYolo8 } from "./outputs/yolo.js";

/** The forms of outputs that are read. */
export const detectorForms = ["yolov5", "yolov8", "yolov8-obb", "end-to-end", "detr", "rt-detr"] as const;
/**
 * `yolov5`: [1, n, 5 + classes] (YOLOv5, v7). `yolov8`: [1, 4 + classes, n] (YOLOv8, v9, v11). `yolov8-obb`: the same with an
 * angle. `end-to-end`: [1, n, 6] without repeated detections (YOLOv10, exports with NMS). `detr`: logits and boxes, the last
 * class is "nothing". `rt-detr`: logits and boxes, scores by sigmoid.
 */
export type DetectorForm = (typeof detectorForms)[number];

/** Outputs of one run, by name. */
export type Outputs = Readonly<Record<string, OnnxTensor>>;

/** The facts that decide the form. */
export interface FormFacts {
  /** The detector, for messages. */
  readonly file: string;
  /** Number of known names of classes. */
  readonly names: number | undefined;
  /** The exporter's word for the model's purpose, such as `detect` or `obb`. */
  readonly task: string | undefined;
}

/** The shape of an output of a batch of one image without its first axis. */
type Matrix = readonly [rows: number, columns: number];

/** Reports whether the model has the inputs or outputs of DETR and its relatives. */
export function isDetrSession({ inputMetadata, outputMetadata }: OnnxSession): boolean {
  const names = [...inputMetadata, ...outputMetadata].map(({ name }) => name);
  return names.some((name) => name === "pixel_values" || name === "logits" || name === "pred_logits");
}

/** Returns the form of some outputs. @throws {DataError} when they have none, or several are possible */
export function formOf(outputs: Outputs, facts: FormFacts): DetectorForm {
  const found = Object.entries(outputs).map(([name, { dims }]) => `${name} [${dims.join(", ")}]`);
  const refuse = (advice: string) =>
    new DataError(
      `${facts.file}: expected the outputs of YOLO ([1, 4 + classes, n], [1, n, 5 + classes] or [1, n, 6]) or DETR (logits and boxes), found ${found.join(", ")}; ${advice}.`,
    );
  if (detrParts(outputs)) {
    const [, classes] = detrParts(outputs)!.shape;
    return facts.names !== undefined && classes === facts.names ? "rt-detr" : "detr";
  }
  const shape = matrixOf(firstOutput(outputs));
  if (!shape) throw refuse("export the detector without other outputs");
  const [rows, columns] = shape;
  const { names, task } = facts;
  if (columns === 6 && (names === undefined ? rows <= 1000 : names > 1)) return "end-to-end";
  const isChannelsFirst = names === undefined ? rows < columns : rows >= 4 + names && columns !== 5 + names;
  if (isChannelsFirst && rows > 4) return task === "obb" ? "yolov8-obb" : "yolov8";
  if (columns > 5 && (names === undefined || hasRoom(columns - 5, names))) return "yolov5";
  throw refuse(
    names === undefined
      ? "name the form (form)"
      : `they do not fit ${names} classes, so give the names of its classes`,
  );
}

/** Returns the number of classes that the outputs have room for. */
export function classCount(
  outputs: Outputs,
  form: DetectorForm,
  names: number | undefined,
): number | undefined {
  if (form === "end-to-end") return names;
  const parts = detrParts(outputs);
  if (parts) return form === "detr" ? parts.shape[1] - 1 : parts.shape[1];
  const [rows, columns] = matrixOf(firstOutput(outputs)) ?? [0, 0];
  const room = form === "yolov5" ? columns - 5 : rows - (form === "yolov8-obb" ? 5 : 4);
  return names === undefined ? room : Math.min(names, room); // masks and points follow the classes
}

/** Reads the detections of one image. @throws {DataError} when the outputs do not have the form */
export function readOutputs(
  outputs: Outputs,
  form: DetectorForm,
  { file, classes, least }: { readonly file: string; readonly classes: number; readonly least: number },
): Detection[] {
  if (form === "detr" || form === "rt-detr") {
    const parts = detrParts(outputs);
    if (parts) return readDetr(parts.logits, parts.boxes, parts.shape, least, form === "detr");
  } else {
    const output = firstOutput(outputs);
    const shape = matrixOf(output);
    if (shape && output?.data instanceof Float32Array) {
      const { data } = output;
      const [rows, columns] = shape;
      if (form === "yolov5" && columns >= 5 + classes) return readYolo5(data, shape, classes, least);
      if (form === "end-to-end" && columns === 6) return readEndToEnd(data, rows, least);
      const isRotated = form === "yolov8-obb";
      if (form !== "yolov5" && form !== "end-to-end" && rows >= 4 + classes + Number(isRotated))
        return readYolo8(data, shape, classes, least, isRotated);
    }
  }
  const found = Object.entries(outputs).map(
    ([name, { type, dims }]) => `${name} ${type} [${dims.join(", ")}]`,
  );
  throw new DataError(
    `${file}: expected float32 outputs of the form ${form}, found ${found.join(", ")}; name another form, or export the detector in float32.`,
  );
}

/** Reports whether some channels are the scores of all classes, alone or before the 32 numbers of a mask. */
function hasRoom(channels: number, names: number): boolean {
  return channels === names || channels === names + 32;
}

/** Returns logits and boxes of DETR; undefined without them. */
function detrParts(
  outputs: Outputs,
): { logits: Float32Array; boxes: Float32Array; shape: Matrix } | undefined {
  const logits = outputs.logits ?? outputs.pred_logits;
  const boxes = outputs.pred_boxes ?? outputs.boxes;
  const [shape, places] = [matrixOf(logits), matrixOf(boxes)];
  const fits = shape && places && shape[0] === places[0] && places[1] === 4;
  if (!fits || !(logits?.data instanceof Float32Array) || !(boxes?.data instanceof Float32Array))
    return undefined;
  return { logits: logits.data, boxes: boxes.data, shape };
}

function firstOutput(outputs: Outputs): OnnxTensor | undefined {
  return Object.values(outputs)[0];
}

function matrixOf(tensor: OnnxTensor | undefined): Matrix | undefined {
  const [images, rows, columns] = tensor?.dims ?? [];
  return tensor?.dims.length === 3 && images === 1 ? [rows!, columns!] : undefined;
}
