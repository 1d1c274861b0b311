// Reads Python's pickle format. In Python a pickle may call any function. This reader knows a table of functions that build
// data, and refuses any other by name.
import { Machine, mark, type UnpickleOptions } from "./machine.js";
import { type Pickled, PickleError } from "./pickled.js";
import { pythonText, quotedBytes } from "./pythonText.js";

/** Reads one pickle. @returns the value, and the offset of the next pickle in the same bytes @throws {PickleError} */
export function unpickle(
  bytes: Buffer,
  start: number,
  options: UnpickleOptions,
): { value: Pickled; end: number } {
  const machine = new Machine(bytes, start, options);
  try {
    return { value: run(machine), end: machine.position };
  } catch (error) {
    if (error instanceof RangeError) throw new PickleError("a pickle that is cut off");
    throw error;
  }
}

function run(machine: Machine): Pickled {
  for (;;) {
    const code = machine.uint(1);
    if (code === stop) return machine.pop();
    const operation = operations[code];
    if (!operation) {
      const text = String.fromCharCode(code);
      throw new PickleError(`a pickle with the unknown instruction ${JSON.stringify(text)}`);
    }
    operation(machine);
  }
}

const stop = 0x2e;

/** The instructions of protocols 0 to 5 but extensions and buffers outside of the pickle, by their code. */
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
  98: (m) => m.setState(), // BUILD
  73: (m) => m.push(m.decimal()), // INT
  76: (m) => m.push(m.decimal()), // LONG
  70: (m) => m.push(Number(m.line())), // FLOAT
  83: (m) => m.push(quotedBytes(m.line())), // STRING
  86: (m) => m.push(pythonText(m.line())), // UNICODE
  112: (m) => m.remember(m.place()), // PUT
  103: (m) => m.recall(m.place()), // GET
  80: (m) => {
    m.push(m.line());
    m.pushPersistent();
  }, // PERSID
  105: (m) => m.instance(m.line(), m.line()), // INST
  111: (m) => {
    const [type = null, ...args] = m.popToMark();
    m.push(type);
    m.push(args);
    m.call();
  }, // OBJ
  146: (m) => {
    m.pop(); // Keyword arguments.
    m.call();
  }, // NEWOBJ_EX
  150: (m) => m.push(m.take(m.length64())), // BYTEARRAY8
};
