// TensorBoard's event files for scalars: records of length, data and checksums. The data are `Event` messages of Protocol
// Buffers (tensorflow/core/util/event.proto, framework/summary.proto).
import { closeSync, openSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileErrorOf } from "../../base/files/fileError.js";
import { maskedCrc32c } from "./crc32c.js";

/** Field numbers of the messages, and the wire types of Protocol Buffers. */
const event = { wallTime: 1, step: 2, fileVersion: 3, summary: 5, sessionLog: 7 } as const;
const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
const sessionStart = 1;

/** Writes one event file into the folder of `tensorboard --logdir`. */
export class EventWriter {
  private readonly path: string;
  private readonly file: number;

  /** @param firstStep the next step of the run; TensorBoard drops the steps of earlier files from there on */
  constructor(folder: string, firstStep: number) {
    const name = `events.out.tfevents.${Math.floor(Date.now() / 1000)}.${hostname()}.${process.pid}`;
    this.path = join(folder, name);
    try {
      this.file = openSync(this.path, "a");
    } catch (error) {
      throw fileErrorOf(error, this.path);
    }
    this.write(bytesField(event.fileVersion, Buffer.from("brain.Event:2")));
    this.write(stepField(firstStep), bytesField(event.sessionLog, varintField(1, sessionStart)));
  }

  /** Writes the scalars of a step. Undefined values are left out. */
  scalars(step: number, values: Readonly<Record<string, number | undefined>>): void {
    const summary = Object.entries(values)
      .filter((entry): entry is [string, number] => entry[1] !== undefined)
      .map(([tag, value]) =>
        bytesField(1, Buffer.concat([bytesField(1, Buffer.from(tag)), floatField(2, value)])),
      );
    if (summary.length > 0) this.write(stepField(step), bytesField(event.summary, Buffer.concat(summary)));
  }

  close(): void {
    closeSync(this.file);
  }

  private write(...fields: Buffer[]): void {
    const message = record(Buffer.concat([doubleField(event.wallTime, Date.now() / 1000), ...fields]));
    try {
      writeSync(this.file, message);
    } catch (error) {
      throw fileErrorOf(error, this.path);
    }
  }
}

/** Makes a record: length, checksum of the length, data, checksum of the data, all little-endian. */
function record(data: Buffer): Buffer {
  const whole = Buffer.alloc(data.length + 16);
  whole.writeBigUInt64LE(BigInt(data.length), 0);
  whole.writeUInt32LE(maskedCrc32c(whole.subarray(0, 8)), 8);
  data.copy(whole, 12);
  whole.writeUInt32LE(maskedCrc32c(data), 12 + data.length);
  return whole;
}

const key = (field: number, type: number) => varint((field << 3) | type);
const stepField = (step: number) => varintField(event.step, step);
const varintField = (field: number, value: number) => Buffer.concat([key(field, wire.varint), varint(value)]);

function bytesField(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([key(field, wire.bytes), varint(bytes.length), bytes]);
}

function doubleField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(value);
  return Buffer.concat([key(field, wire.fixed64), bytes]);
}

function floatField(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([key(field, wire.fixed32), bytes]);
}

/** Encodes seven bits a byte, lowest first. Every byte but the last has its highest bit set. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}
