// The stack machine of Python's pickle format. It builds plain values and runs nothing.
import {
  type KnownGlobal,
  type Pickled,
  PickleError,
  SkippedObject,
  type StatefulObject,
} from "./pickled.js";

/** The data that replaces objects outside of the pickle. */
export interface UnpickleOptions {
  /** Returns the replacement of a Python object by its name; undefined for an unknown one. */
  readonly global: (name: string) => KnownGlobal | undefined;
  /** Returns the replacement of an object that is stored outside of the pickle. */
  readonly persistent: (id: Pickled) => Pickled;
}

/** The mark that an instruction puts on the stack before the items of a list or dictionary. */
export const mark = Symbol("mark");
/** A value on the stack. */
export type Entry = Pickled | typeof mark;

/** The longest number in bytes or digits that is read: a longer one costs quadratic time. */
const longestNumber = 4096;

function simplest(value: bigint): number | bigint {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** The bytes of a pickle with a position, the stack and the memo. */
export class Machine {
  private readonly stack: Entry[] = [];
  private readonly memo = new Map<number, Entry>();

  constructor(
    private readonly bytes: Buffer,
    public position: number,
    private readonly options: UnpickleOptions,
  ) {}

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

  /** Reads a little-endian two's complement. */
  long(length: number): number | bigint {
    if (length > longestNumber) throw new PickleError(`a pickle with a number of ${length} bytes`);
    const part = this.take(length);
    let value = 0n;
    for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(part[i]!);
    if (length > 0 && part[length - 1]! >= 128) value -= 1n << BigInt(8 * length);
    return simplest(value);
  }

  /** Reads a number in decimal digits, with Python 2's `L` behind a long one. */
  decimal(): number | bigint | boolean {
    const text = this.line();
    if (text === "01") return true;
    if (text === "00") return false;
    if (!/^-?\d+L?$/.test(text) || text.length > longestNumber)
      throw new PickleError("a pickle with an invalid number");
    return simplest(BigInt(text.replace("L", "")));
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

  /** Reads a place of the memo in decimal digits. */
  place(): number {
    const place = Number(this.line());
    if (!Number.isSafeInteger(place)) throw new PickleError("a pickle with an invalid place of its memo");
    return place;
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

  /** Creates an object of a class that protocols 0 and 1 name, of the values behind the mark. */
  instance(module: string, name: string): void {
    const args = this.popToMark();
    this.pushGlobal(module, name);
    this.push(args);
    this.call();
  }

  /** Gives an object its content. Attributes of other objects, such as a state dict's versions, are ignored. */
  setState(): void {
    const state = this.pop();
    const target = this.top() as Partial<StatefulObject> | null;
    if (typeof target?.setState === "function") target.setState(state);
  }

  setItems(items: readonly Pickled[]): void {
    const target = this.top();
    if (target instanceof SkippedObject) return;
    if (!(target instanceof Map)) throw new PickleError("a pickle that sets an item of no dictionary");
    for (let i = 0; i + 1 < items.length; i += 2) target.set(items[i]!, items[i + 1]!);
  }

  append(items: readonly Pickled[]): void {
    const target = this.top();
    if (target instanceof SkippedObject) return;
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
