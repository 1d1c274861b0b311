// Members of values that exist, for the completion of expressions whose type does not name them. V8 evaluates these
// expressions without side effects: it stops at a getter or a call that would have one.
import { Session } from "node:inspector";

/** A member of a value. */
export interface Member {
  readonly name: string;
  readonly kind: "method" | "property";
  /** True for a member of the value, false for one of its prototypes. */
  readonly own: boolean;
}

/** Members of a value. */
export interface Members {
  /** True for an object without a class, such as one from JSON. */
  readonly isPlain: boolean;
  readonly members: readonly Member[];
}

/** Time after which V8 stops an evaluation, in ms. */
const timeout = 100;
/** Largest number of members of one object. */
const most = 1000;

/** Lists the members of `this`. Runs in V8's mode without side effects, in which the traps of a proxy end it. */
function listMembers(this: object, limit: number): Members {
  const members = new Map<string, Member>();
  const isIndexed = Array.isArray(this) || ArrayBuffer.isView(this) || this instanceof String;
  for (
    let owner: object | null = this;
    owner && owner !== Object.prototype;
    owner = Object.getPrototypeOf(owner)
  ) {
    const own = owner === this;
    // Elements of arrays are no members to choose from, and there may be millions.
    const names = own && isIndexed ? ["length"] : Reflect.ownKeys(owner).slice(0, limit);
    for (const name of names) {
      if (typeof name !== "string" || name === "constructor" || members.has(name)) continue;
      const isMethod = typeof Object.getOwnPropertyDescriptor(owner, name)?.value === "function";
      members.set(name, { name, kind: isMethod ? "method" : "property", own });
    }
  }
  const prototype: unknown = Object.getPrototypeOf(this);
  const isPlain = prototype === null || prototype === Object.prototype || this === process.env;
  return { isPlain, members: [...members.values()] };
}

/**
 * Returns the members of an expression's value, or undefined if the evaluation fails or would have side effects.
 * @param expression JavaScript in the global scope
 */
export async function livingMembers(expression: string): Promise<Members | undefined> {
  const session = new Session();
  session.connect();
  const post = <T>(method: string, parameters: object) =>
    new Promise<T>((resolve, reject) =>
      session.post(method, parameters, (error, result) => (error ? reject(error) : resolve(result as T))),
    );
  const pure = { throwOnSideEffect: true, silent: true };
  try {
    const object = `Object(${expression})`;
    const evaluated = await post<Evaluation>("Runtime.evaluate", { expression: object, timeout, ...pure });
    if (evaluated.exceptionDetails || !evaluated.result.objectId) return undefined;
    const listed = await post<Evaluation>("Runtime.callFunctionOn", {
      objectId: evaluated.result.objectId,
      functionDeclaration: String(listMembers),
      arguments: [{ value: most }],
      returnByValue: true,
      ...pure,
    });
    return listed.exceptionDetails ? undefined : (listed.result.value as Members);
  } catch {
    return undefined;
  } finally {
    session.disconnect();
  }
}

interface Evaluation {
  result: { objectId?: string; value?: unknown };
  exceptionDetails?: object;
}
