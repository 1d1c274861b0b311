// Values that a cell can make, also those that throw, refer to themselves or have no form in JSON. They are made from a
// seed by this file alone, so that a cell can import it. A library would examine the values, which throw.

/** Returns numbers from 0 to 1 (exclusive), always the same ones for a seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;
const boom = () => {
  throw new Error("boom");
};
const oneOf = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** Values that JSON has, or that have a usual form in JSON. */
const usual: readonly ((random: Random) => unknown)[] = [
  (random) => random() * 100,
  (random) => Math.floor(random() * 100),
  () => Number.NaN,
  () => Number.NEGATIVE_INFINITY,
  () => "text",
  () => "\ud800 alone",
  () => "<b>\u0000</b>",
  () => true,
  () => null,
  () => undefined,
  () => 1n,
  () => 2n ** 70n,
  () => new Uint8Array(3),
  () => Buffer.from("x"),
  () => new Float64Array([1, Number.NaN]),
  () => new BigInt64Array(2),
  () => new Date(0),
  () => new Date(Number.NaN),
  () => new URL("http://localhost/"),
  () => Object(1n),
  () => Object("boxed"),
  () => [Array(3)],
  () => Object.create(null),
  () => new DataView(new ArrayBuffer(3)),
  () => new SharedArrayBuffer(2),
  () => new WeakMap(),
  () => new Error("e"),
  () => /r/,
  () => nested(150),
  () => ({
    toJSON() {
      return this;
    },
  }),
];

/** Values that have no form in JSON. */
const odd: readonly (() => unknown)[] = [
  () => () => 1,
  () => class {},
  () => Symbol("s"),
  () => Object(Symbol("s")),
  () => Promise.resolve(1),
  () => {
    const inner: Record<string, unknown> = {};
    return Object.assign(inner, { list: [inner] });
  },
  () => new Proxy([], { get: boom }),
  () => revoked([]),
  () => revoked({}),
  () => revoked(() => 1),
  () => Object.defineProperty({}, "year", { enumerable: true, get: boom }),
  () => ({ toJSON: boom }),
  () => ({ toJSON: () => () => 1 }),
  () => ({ toJSON: () => revoked({}) }),
  () => Object.defineProperty({}, "toJSON", { get: boom }),
  // biome-ignore lint/suspicious/noThenProperty: a thenable that throws
  () => Object.defineProperty({}, "then", { enumerable: true, get: boom }),
  () => Object.defineProperty([], 0, { enumerable: true, get: boom }),
  () => new Array(2 ** 32 - 1),
  () => nested(5000),
  () =>
    new Map<unknown, unknown>([
      [{}, 1],
      ["a", () => 1],
    ]),
  () => globalThis,
  () => ({ constructor: null, toString: null, [Symbol.toPrimitive]: null, [Symbol.toStringTag]: 5, f: boom }),
  () => Object.defineProperty(new Uint8Array(2), "buffer", { get: boom }),
  ...["get", "has", "ownKeys", "getOwnPropertyDescriptor", "getPrototypeOf"].map(
    (trap) => () => new Proxy({ a: 1 }, { [trap]: boom }),
  ),
];

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 ? [value] : { a: value };
  return value;
}

/** Returns a value. About one in 15 of its leaves has no form in JSON. */
export function hostileValue(random: Random, depth = 3): unknown {
  const kind = random();
  if (depth === 0 || kind < 0.4) return random() < 0.07 ? oneOf(random, odd)() : oneOf(random, usual)(random);
  const items = Array.from({ length: Math.floor(random() * 4) }, () => hostileValue(random, depth - 1));
  if (kind < 0.6) return items;
  const entries = items.map(
    (item, i) =>
      [oneOf(random, ["a", "é", "__proto__", "\udc00", "two words", "0"]) + (i || ""), item] as const,
  );
  if (kind < 0.85) return Object.fromEntries(entries);
  return kind < 0.93 ? new Map(entries) : new Set(items);
}

const mimeTypes =
  "text/plain text/html text/markdown image/png image/svg+xml application/json application/json application/vnd.plotly.v1+json application/pdf json __proto__ toString".split(
    " ",
  );

/** Returns what a display method may return: mostly an object by MIME type. */
export function hostileBundle(random: Random): unknown {
  if (random() < 0.1) return hostileValue(random);
  const length = 1 + Math.floor(random() * 2);
  return Object.fromEntries(
    Array.from({ length }, () => {
      const mime = oneOf(random, mimeTypes);
      return [mime, random() < 0.5 ? `data of ${mime}` : hostileValue(random)];
    }),
  );
}
