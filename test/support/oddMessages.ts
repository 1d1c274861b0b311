// Messages of an attacker or of a broken front end: random bytes, valid messages that were mutated, and signed messages
// whose fields have wrong types. They are the same ones for a seed. None of them runs code that does harm.

/** Signed message, as JSON texts of its four parts, or frames that nobody signed. */
export type OddMessage = {
  readonly channel: "shell" | "control" | "stdin";
  readonly buffers: Uint8Array[];
} & (
  | { readonly kind: "frames"; readonly frames: Uint8Array[] }
  | {
      readonly kind: "parts";
      readonly parts: [header: string, parentHeader: string, metadata: string, content: string];
      /** The id of a request, which must get a reply. */
      readonly id?: string;
    }
);

type Random = () => number;

/** Fields of each message type, and a valid value of each. */
const types: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  execute_request: {
    code: "1",
    silent: false,
    store_history: true,
    user_expressions: { a: "1" },
    allow_stdin: false,
    stop_on_error: false,
  },
  is_complete_request: { code: "a" },
  complete_request: { code: "Ma", cursor_pos: 1 },
  inspect_request: { code: "Math", cursor_pos: 2, detail_level: 0 },
  history_request: {
    hist_access_type: "search",
    pattern: "*1*",
    n: 5,
    output: false,
    raw: true,
    unique: true,
    start: 0,
    stop: 3,
    session: 0,
  },
  kernel_info_request: {},
  comm_info_request: { target_name: "jupyter.widget" },
  comm_open: { comm_id: "odd", target_name: "jupyter.widget.control", data: {} },
  comm_msg: { comm_id: "odd", data: { method: "update", state: { value: 1 }, buffer_paths: [["value"]] } },
  comm_close: { comm_id: "odd", data: {} },
  debug_request: {
    seq: 1,
    command: "debugInfo",
    arguments: { source: { path: "/" }, breakpoints: [], filters: [], expression: "1" },
  },
  interrupt_request: {},
  shutdown_request: { restart: "no" },
  create_subshell_request: {},
  list_subshell_request: {},
  delete_subshell_request: { subshell_id: "odd" },
  input_reply: { value: "x" },
  fly_request: { far: true },
  execute_reply: { status: "ok" },
  __proto___request: {},
};

const commands =
  "initialize attach configurationDone debugInfo dumpCell setBreakpoints setExceptionBreakpoints threads stackTrace scopes variables continue next stepIn stepOut evaluate source modules inspectVariables richInspectVariables toString disconnect".split(
    " ",
  );

const deep = (open: string, close: string) => open.repeat(100_000) + close.repeat(100_000);
/** JSON texts of values that a field does not expect. */
const oddValues = [
  "null",
  "true",
  "0",
  "-1",
  "1e400",
  "1.5",
  "9007199254740993",
  '""',
  '"\\ud800"',
  '"__proto__"',
  "[]",
  "{}",
  '{"toString":null}',
  '{"toString":null,"valueOf":{}}',
  '{"__proto__":{"code":"1"}}',
  '{"constructor":{"prototype":{"x":1}}}',
  '[["__proto__","toString"]]',
  '[["a","b","c"],5,null]',
  '{"then":"x"}',
  "[[[[]]]]",
  '{"length":4294967295}',
  `"${"x".repeat(10_000)}"`,
  `{"a":${"[".repeat(400)}${"]".repeat(400)}}`,
];
const deepValues = [deep("[", "]"), deep('{"a":', "1}").replace(/1(?=1)/g, ""), `${"[".repeat(100_000)}`];

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

function oddValue(random: Random): string {
  return random() < 0.03 ? pick(random, deepValues) : pick(random, oddValues);
}

/** Returns a JSON text of an object in which each field has an odd value with the given probability. */
function object(random: Random, fields: Readonly<Record<string, unknown>>, odd: number): string {
  const members = Object.entries(fields)
    .filter(() => random() > odd / 4)
    .map(
      ([name, value]) =>
        `${JSON.stringify(name)}:${random() < odd ? oddValue(random) : JSON.stringify(value)}`,
    );
  return `{${members.join()}}`;
}

function content(random: Random, type: string): string {
  // A valid one would end the kernel.
  if (type === "shutdown_request")
    return pick(random, ["[]", '{"restart":1}', '{"restart":{"toString":null}}']);
  const odd = pick(random, [0, 0.3, 0.8]);
  if (type !== "debug_request") return random() < 0.05 ? oddValue(random) : object(random, types[type]!, odd);
  const command = pick(random, commands);
  // The paths of a valid request are files. A number is a reference to a scope or a frame.
  const given = {
    ...(types.debug_request!.arguments as object),
    frameId: 1,
    variablesReference: 1,
    code: "1",
    variableName: "a",
  };
  const text = object(random, given, command === "evaluate" ? 0 : odd);
  return `{"seq":1,"type":"request","command":"${command}","arguments":${text}}`;
}

function frame(random: Random): Uint8Array {
  if (random() < 0.3) return Buffer.from(pick(random, ["<IDS|MSG>", "{}", "", "\u0000", "[", "null"]));
  return Uint8Array.from({ length: Math.floor(random() * 40) }, () => random() * 256);
}

function mutated(random: Random, text: string): string {
  const at = Math.floor(random() * text.length);
  const kind = random();
  if (kind < 0.4)
    return text.slice(0, at) + pick(random, ['"', "}", "[", "\u0000", "9", "\ufffd"]) + text.slice(at + 1);
  return kind < 0.7 ? text.slice(0, at) : text.slice(0, at) + text.slice(at, at + 20) + text.slice(at);
}

/** Returns a message. `index` makes its id unique. */
export function oddMessage(random: Random, index: number): OddMessage {
  const channel = pick(random, ["shell", "shell", "shell", "control", "control", "stdin"] as const);
  const buffers = random() < 0.2 ? [Uint8Array.from([1, 2, 3])] : [];
  if (random() < 0.2)
    return {
      kind: "frames",
      channel,
      buffers,
      frames: Array.from({ length: 1 + Math.floor(random() * 7) }, () => frame(random)),
    };
  const type = pick(random, Object.keys(types));
  const id = `odd-${index}`;
  const header = {
    msg_id: id,
    msg_type: type,
    username: "odd",
    session: "odd",
    date: new Date(0).toISOString(),
    version: "5.4",
  };
  const parts: [string, string, string, string] = [JSON.stringify(header), "{}", "{}", content(random, type)];
  const isAnswered = type.endsWith("_request") && channel !== "stdin";
  if (random() < 0.15) {
    // A header that cannot be read has no sender to answer.
    parts[0] = random() < 0.5 ? object(random, header, 0.5) : mutated(random, parts[0]);
    return { kind: "parts", channel, buffers, parts };
  }
  const other = 1 + Math.floor(random() * 3);
  if (random() < 0.15 && type !== "shutdown_request") parts[other] = oddValue(random);
  else if (random() < 0.1 && !/^(execute|debug|shutdown)_request$/.test(type))
    parts[other] = mutated(random, parts[other]!);
  return { kind: "parts", channel, buffers, parts, ...(isAnswered && { id }) };
}
