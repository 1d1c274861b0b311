// Reads Python's pickle format with a stack machine that builds plain values and runs nothing. In Python a pickle may call
// any function. This reader knows a table of functions that build data, and refuses any other by name.
import { type KnownGlobal, type Pickled, PickleError } from "./pickled.js";

/** The data that replaces objects outside of the pickle. */
export interface UnpickleOptions {
  /** Returns the replacement of a Python object by its name; undefined for an unknown one. */
  readonly global: (name: string) => KnownGlobal | undefined;
  /** Returns the replacement of an object that is stored outside of the pickle. */
  readonly persistent: (id: Pickled) => Pickled;
}

const mark = Symbol("mark");
type Entry = Pickled | typeof mark;

/** Reads one pickle. @returns the value, and the offset of the next pickle in the same bytes @throws {PickleError} */
export function unpickle(
  bytes: Buffer,
  start: number,
  options: UnpickleOptions,
): { value: Pickled; end: number } {
  const machine = new Machine(bytes, start, options);
  try {
    return { value: machine.run(), end: machine.position };
  } catch (error) {
    if (error instanceof RangeError) throw new PickleError("a pickle that is cut off");
    throw error;
  }
}

class Machine {
  private readonly stack: Entry[] = [];
  private readonly memo = new Map<number, Entry>();

  constructor(
    private readonly bytes: Buffer,
    public position: number,
    private readonly options: UnpickleOptions,
  ) {}

  run(): Pickled {
    for (;;) {
      const code = this.uint(1);
      if (code === stop) return this.pop();
      const operation = operations[code];
      if (!operation) {
        const text = String.fromCharCode(code);
        throw new PickleError(`a pickle with the unknown instruction ${JSON.stringify(text)}`);
      }
      operation(this);
    }
  }

  uint(size: 1 | 2 | 4): number {
    const value = this.bytes.readUIntLE(this.position, size);
    this.position += size;
    return value;
  }

  int32(): number {
    this.position += 4;
    return this.bytes.readInt32LE(this.position - 4);
  }

  float64(): number {
    this.position += 8;
    return this.bytes.readDoubleBE(this.position - 8);
  }

  length64(): number {
    this.position += 8;
    return Number(this.bytes.readBigUInt64LE(this.position - 8));
  }

  take(length: number): Buffer {
    const end = this.position + length;
    if (end > this.bytes.length) throw new RangeError("cut off");
    const part = this.bytes.subarray(this.position, end);
    this.position = end;
    return part;
  }

  line(): string {
    const end = this.bytes.indexOf(10, this.position);
    if (end < 0) throw new RangeError("cut off");
    const text = this.bytes.toString("utf8", this.position, end);
    this.position = end + 1;
    return text;
  }

  /** Reads a little-endian two's complement of any length. */
  long(length: number): number | bigint {
    const part = this.take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(part[i]!);
    if (length > 0 && part[length - 1]! >= 128) value -= 1n << BigInt(8 * length);
    const small = Number(value);
    return Number.isSafeInteger(small) ? small : value;
  }

  push(value: Entry): void {
    this.stack.push(value);
  }

  pop(): Pickled {
    const value = this.stack.pop();
    if (value === undefined || value === mark) throw new PickleError("a pickle whose stack does not fit");
    return value;
  }

  top(): Pickled {
    const value = this.pop();
    this.push(value);
    return value;
  }

  discard(): void {
    this.stack.pop();
  }

  popToMark(): Pickled[] {
    const at = this.stack.lastIndexOf(mark);
    if (at < 0) throw new PickleError("a pickle whose stack does not fit");
    const values = this.stack.splice(at);
    return values.slice(1) as Pickled[];
  }

  remember(place: number): void {
    this.memo.set(place, this.top());
  }

  rememberNext(): void {
    this.remember(this.memo.size);
  }

  recall(place: number): void {
    const value = this.memo.get(place);
    if (value === undefined) throw new PickleError("a pickle that refers to a value it does not hold");
    this.push(value);
  }

  pushGlobal(module: Pickled, name: Pickled): void {
    const known = this.options.global(`${String(module)}.${String(name)}`);
    if (!known) throw new PickleError(`a pickle that asks for the Python object "${module}.${name}"`);
    this.push(known);
  }

  pushPersistent(): void {
    this.push(this.options.persistent(this.pop()));
  }

  /** Calls a known object, which builds data. Refuses any other. */
  call(): void {
    const args = this.pop();
    const known = this.pop() as Partial<KnownGlobal>;
    if (typeof known?.build !== "function" || !Array.isArray(args))
      throw new PickleError(`a pickle that calls ${known?.name ?? "an object that is no function"}`);
    this.push(known.build(args));
  }

  setItems(items: readonly Pickled[]): void {
    const target = this.top();
    if (!(target instanceof Map)) throw new PickleError("a pickle that sets an item of no dictionary");
    for (let i = 0; i + 1 < items.length; i += 2) target.set(items[i]!, items[i + 1]!);
  }

  append(items: readonly Pickled[]): void {
    const target = this.top();
    if (!Array.isArray(target)) throw new PickleError("a pickle that appends to no list");
    for (const item of items) target.push(item);
  }

  dict(items: readonly Pickled[]): void {
    this.push(new Map());
    this.setItems(items);
  }

  tuple(length: number): void {
    const values = Array.from({ length }, () => this.pop());
    this.push(values.reverse());
  }

  text(length: number): void {
    this.push(this.take(length).toString("utf8"));
  }
}

const stop = 0x2e;

/** The instructions of protocols 0 to 5 that torch.save and NumPy write, by their code. */
const operations: Readonly<Record<number, (machine: Machine) => unknown>> = {
  128: (m) => m.uint(1), // PROTO
  149: (m) => m.take(8), // FRAME
  40: (m) => m.push(mark), // MARK
  48: (m) => m.discard(), // POP
  49: (m) => m.popToMark(), // POP_MARK
  50: (m) => m.push(m.top()), // DUP
  78: (m) => m.push(null), // NONE
  136: (m) => m.push(true), // NEWTRUE
  137: (m) => m.push(false), // NEWFALSE
  74: (m) => m.push(m.int32()), // BININT
  75: (m) => m.push(m.uint(1)), // BININT1
  77: (m) => m.push(m.uint(2)), // BININT2
  138: (m) => m.push(m.long(m.uint(1))), // LONG1
  139: (m) => m.push(m.long(m.uint(4))), // LONG4
  71: (m) => m.push(m.float64()), // BINFLOAT
  88: (m) => m.text(m.uint(4)), // BINUNICODE
  140: (m) => m.text(m.uint(1)), // SHORT_BINUNICODE
  141: (m) => m.text(m.length64()), // BINUNICODE8
  84: (m) => m.text(m.uint(4)), // BINSTRING
  85: (m) => m.text(m.uint(1)), // SHORT_BINSTRING
  66: (m) => m.push(m.take(m.uint(4))), // BINBYTES
  67: (m) => m.push(m.take(m.uint(1))), // SHORT_BINBYTES
  142: (m) => m.push(m.take(m.length64())), // BINBYTES8
  125: (m) => m.dict([]), // EMPTY_DICT
  100: (m) => m.dict(m.popToMark()), // DICT
  115: (m) => m.setItems([m.pop(), m.pop()].reverse()), // SETITEM
  117: (m) => m.setItems(m.popToMark()), // SETITEMS
  93: (m) => m.push([]), // EMPTY_LIST
  108: (m) => m.push(m.popToMark()), // LIST
  97: (m) => m.append([m.pop()]), // APPEND
  101: (m) => m.append(m.popToMark()), // APPENDS
  143: (m) => m.push([]), // EMPTY_SET
  144: (m) => m.append(m.popToMark()), // ADDITEMS
  145: (m) => m.push(m.popToMark()), // FROZENSET
  41: (m) => m.tuple(0), // EMPTY_TUPLE
  133: (m) => m.tuple(1), // TUPLE1
  134: (m) => m.tuple(2), // TUPLE2
  135: (m) => m.tuple(3), // TUPLE3
  116: (m) => m.push(m.popToMark()), // TUPLE
  113: (m) => m.remember(m.uint(1)), // BINPUT
  114: (m) => m.remember(m.uint(4)), // LONG_BINPUT
  148: (m) => m.rememberNext(), // MEMOIZE
  104: (m) => m.recall(m.uint(1)), // BINGET
  106: (m) => m.recall(m.uint(4)), // LONG_BINGET
  99: (m) => m.pushGlobal(m.line(), m.line()), // GLOBAL
  147: (m) => {
    const name = m.pop();
    m.pushGlobal(m.pop(), name);
  }, // STACK_GLOBAL
  81: (m) => m.pushPersistent(), // BINPERSID
  82: (m) => m.call(), // REDUCE
  129: (m) => m.call(), // NEWOBJ
  98: (m) => m.pop(), // BUILD: ignores attributes of an object, such as a state dict's versions.
};
