// The forms of the messages that front ends send, by message type. The protocol thread checks each message before anything
// reads it. Fields that a form does not name may hold anything.
import type { JsonObject } from "../../host/json.js";
import { isRecord, jsonError } from "../../host/toJson.js";

/** Checks the value of a field. Throws a JsonError that has the field's name. */
type Field = (value: unknown, name: string) => void;

const remedy = "send a message of the Jupyter protocol";

/** Makes a check from a test. */
function field(expected: string, accepts: (value: unknown) => boolean): Field {
  return (value, name) => {
    if (!accepts(value)) throw jsonError(name, expected, value, remedy);
  };
}

/** Accepts also a missing value and null, which Python's clients send for a missing value. */
function optional(check: Field): Field {
  return (value, name) => {
    if (value !== undefined && value !== null) check(value, name);
  };
}

const text = field("a string", (value) => typeof value === "string");
const flag = optional(field("true or false", (value) => typeof value === "boolean"));
const whole = field("a whole number", Number.isSafeInteger);
const record = field("an object", isRecord);
const texts: Field = (value, name) => {
  record(value, name);
  for (const [key, member] of Object.entries(value as object)) text(member, `${name}.${key}`);
};
const count = optional(whole);
const code = { code: text };
const comm = { comm_id: text, data: optional(record) };

/** Name and text of the error that an invalid request gets as reply. */
export interface Problem {
  readonly ename: string;
  readonly evalue: string;
}

type Form = Readonly<Record<string, Field>>;

const headerForm: Form = {
  msg_id: text,
  msg_type: text,
  session: optional(text),
  username: optional(text),
  date: optional(text),
  version: optional(text),
  subshell_id: optional(text),
};

const contentForms: Readonly<Record<string, Form>> = {
  execute_request: {
    ...code,
    silent: flag,
    store_history: flag,
    allow_stdin: flag,
    stop_on_error: flag,
    user_expressions: optional(texts),
  },
  is_complete_request: code,
  complete_request: { ...code, cursor_pos: count },
  inspect_request: { ...code, cursor_pos: count, detail_level: count },
  history_request: {
    hist_access_type: optional(text),
    pattern: optional(text),
    output: flag,
    raw: flag,
    unique: flag,
    session: count,
    start: count,
    stop: count,
    n: count,
  },
  comm_info_request: { target_name: optional(text) },
  comm_open: { ...comm, target_name: text },
  comm_msg: comm,
  comm_close: comm,
  debug_request: { seq: whole, command: text, arguments: optional(record) },
  shutdown_request: { restart: flag },
  delete_subshell_request: { subshell_id: text },
  input_reply: {
    value: optional(field("a string", (value) => ["string", "number", "boolean"].includes(typeof value))),
  },
};

/**
 * Checks a header.
 * @throws {JsonError} for a field that is missing or has a wrong type
 */
export function checkHeader(header: JsonObject): void {
  check(header, headerForm, "header");
}

/**
 * Checks the content of a message.
 * @throws {JsonError} for a field that is missing or has a wrong type
 */
export function checkContent(type: string, content: unknown): void {
  record(content, "content");
  if (Object.hasOwn(contentForms, type)) check(content as JsonObject, contentForms[type]!, type);
}

/** Returns the content of the reply to an invalid request. */
export function errorReply({ ename, evalue }: Problem): JsonObject {
  return { status: "error", ename, evalue, traceback: [evalue] };
}

function check(given: JsonObject, form: Form, name: string): void {
  for (const [member, accept] of Object.entries(form)) {
    accept(Object.hasOwn(given, member) ? given[member] : undefined, `${name}.${member}`);
  }
}
