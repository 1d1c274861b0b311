// The texts that exporters write into ONNX models, such as the names of classes. ONNX Runtime for Node does not show them, so
// the protocol buffer is read here: field 14 of ModelProto is a list of StringStringEntryProto (key 1, value 2).
import { DataError } from "../../base/errors.js";

const [metadataField, keyField, valueField] = [14, 1, 2];

/** Reads `metadata_props`. @throws {DataError} when the bytes are no ONNX model */
export function readOnnxMetadata(file: string, bytes: Uint8Array): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  try {
    for (const { field, content } of fieldsOf(bytes)) {
      if (field !== metadataField || !content) continue;
      const parts = [...fieldsOf(content)];
      const text = (wanted: number) =>
        Buffer.from(parts.find((part) => part.field === wanted)?.content ?? []).toString("utf8");
      texts.set(text(keyField), text(valueField));
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DataError(
      `${file}: expected an ONNX model, found ${bytes.length} bytes of another format, or the beginning of one; export it again.`,
    );
  }
  return texts;
}

/** A field of a message. Only fields of bytes have content. */
interface Field {
  readonly field: number;
  readonly content?: Uint8Array;
}

/** Yields the fields of a message of protocol buffers. @throws {RangeError} for other bytes */
function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError("cut off");
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
    throw new RangeError("no number");
  };
  while (at < bytes.length) {
    const tag = varint();
    const [field, type] = [Math.floor(tag / 8), tag % 8];
    if (type === 0) varint();
    const length = type === 2 ? varint() : type === 1 ? 8 : type === 5 ? 4 : type === 0 ? 0 : -1;
    if (field === 0 || length < 0 || at + length > bytes.length) throw new RangeError("cut off");
    yield type === 2 ? { field, content: bytes.subarray(at, at + length) } : { field };
    at += length;
  }
}
