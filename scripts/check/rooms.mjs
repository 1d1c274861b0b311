// The rooms of src and the imports that are allowed between them, as rules for dependency-cruiser.
// `npm run check` fails for every other import between rooms, for every circle, and for a folder that is no room.

/** The library's layers from the lowest to the highest. Each may import the layers before it. */
const layers = [
  "lib/base",
  "lib/text",
  "lib/similarity",
  "lib/data",
  "lib/engine",
  "lib/nn",
  "lib/losses",
  "lib/checkpoint",
  "lib/objects",
  "lib/models",
  "lib/retrieval",
  "lib/evaluation",
  "lib/localization",
  "lib/training",
];

/** Each room, and the rooms that it may import beside itself. A room inside another room is not part of it. */
export const rooms = {
  "kernel/host": [],
  "kernel/widget": ["kernel/host"],
  kernel: ["kernel/host"],
  widgets: ["kernel/host", "kernel/widget"],
  "widgets/views": ["kernel/host", "kernel/widget", "widgets", "lib"],
  ...Object.fromEntries(layers.map((layer, i) => [layer, layers.slice(0, i)])),
  "lib/reports": ["lib/base", "lib/text", "lib/similarity", "lib/data"],
  "lib/index.ts": ["lib"],
  course: ["lib", "widgets/views"],
  cli: ["lib", "widgets/export", "kernel/host", "kernel/install"],
};

/** The folders of models: each folder of lib/models but the common ones. */
const models = "^src/lib/models/(?!(contract|encoders|summary)/)[^/]+/";

const folder = (room) => `^src/${room}(/|$)`;

/** Matches the files of a room without those of the rooms inside it. */
function own(room) {
  const inner = Object.keys(rooms).filter((other) => other.startsWith(`${room}/`));
  return inner.length > 0
    ? `^src/${room}/(?!(${inner.map((name) => name.slice(room.length + 1)).join("|")})(/|$))`
    : folder(room);
}

export default {
  forbidden: [
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room} may import ${allowed.join(", ") || "no other room"}`,
      severity: "error",
      from: { path: own(room) },
      to: { path: "^src/", pathNot: [own(room), ...allowed.map(folder)] },
    })),
    {
      name: "the file is in no room",
      severity: "error",
      from: { path: "^src/", pathNot: Object.keys(rooms).map(folder) },
      to: {},
    },
    {
      name: "only the table of families and the entries may import a model",
      severity: "error",
      from: {
        path: "^src/",
        pathNot: ["^src/lib/models/families\\.ts$", "^src/lib/(models/)?index\\.ts$", models],
      },
      to: { path: models },
    },
    { name: "circle of imports", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    includeOnly: "^src/",
    exclude: "^src/kernel/dist/",
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true, // imports of types count
  },
};
