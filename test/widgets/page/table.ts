// Table of all core widgets with a view: their construction, a change from TypeScript, and a reader's action. It drives
// the tests in JupyterLab, in Notebook 7 and of exported pages.
import type { Locator } from "playwright-core";

/** A widget of the table. */
export interface Row {
  readonly name: string;
  /** State in its constructor, as TypeScript. */
  readonly make?: string;
  /** State that TypeScript sets after it is shown. */
  readonly set?: string;
  /** Selector and text, or input value, by which the page then shows the state. */
  readonly shows?: readonly [selector: string, text: string | RegExp];
  /** Action of a reader. */
  readonly act?: (widget: Locator) => Promise<void>;
  /** Value that TypeScript reads after the action. */
  readonly reads?: unknown;
  /** The trait that it reads. Default `value`. */
  readonly trait?: string;
}

const picture =
  'new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40"><rect width="80" height="40" fill="green"/></svg>`)';

async function fill(widget: Locator, text: string, selector = "input"): Promise<void> {
  const input = widget.locator(selector).first();
  await input.fill(text);
  await input.press("Enter");
  await input.blur();
}

/** Presses a key. Home and End move a slider to its ends. Notebook 7 uses the arrow keys itself. */
const press =
  (key: string, selector: string, place = 0) =>
  (widget: Locator) =>
    widget.locator(selector).nth(place).press(key);
const click = (selector: string) => (widget: Locator) => widget.locator(selector).first().click();
const choose = (label: string) => async (widget: Locator) => {
  await widget.locator("select").selectOption({ label });
};
/**
 * Types a tag: a click beside the tags shows the input, and leaving the input adds the tag. Enter works in Notebook 7
 * only: JupyterLab 4.6 cancels `beforeinput` of kind insertLineBreak in a cell, and no browser then reports a change.
 */
const tag = (text: string) => async (widget: Locator) => {
  const { width, height } = (await widget.boundingBox())!;
  await widget.click({ position: { x: width - 4, y: height / 2 } });
  await widget.page().keyboard.type(text);
  await widget.page().keyboard.press("Tab");
};

/** Chooses a file in the browser's dialog. */
async function upload(widget: Locator): Promise<void> {
  const asked = widget.page().waitForEvent("filechooser");
  await widget.click();
  const buffer = Buffer.from([1, 2, 250]);
  await (await asked).setFiles({ name: "a.bin", mimeType: "application/x-test", buffer });
}

const handle = ".noUi-handle";
const readout = ".widget-readout";
const options = 'options: ["soft", "fusion", "similarity"]';
const children = 'children: [new Label({ value: "first" }), new Label({ value: "second" })]';
const titled = `${children}, titles: ["One", "Two"]`;

const numbers: Row[] = [
  {
    name: "IntSlider",
    set: "value: 40",
    shows: [readout, "40"],
    act: press("End", handle),
    reads: 100,
  },
  {
    name: "FloatSlider",
    set: "value: 2.5",
    shows: [readout, "2.50"],
    act: press("End", handle),
    reads: 100,
  },
  {
    name: "FloatLogSlider",
    set: "value: 100",
    shows: [readout, /100/],
    act: press("End", handle),
    reads: 10_000,
  },
  {
    name: "IntRangeSlider",
    set: "value: [20, 60]",
    shows: [readout, /20.+60/],
    act: press("End", handle, 1),
    reads: [20, 100],
  },
  {
    name: "FloatRangeSlider",
    set: "value: [2, 6]",
    shows: [readout, /2\.00.+6\.00/],
    act: press("Home", handle),
    reads: [0, 6],
  },
  { name: "IntProgress", set: "value: 50", shows: [".progress-bar", ""] },
  { name: "FloatProgress", set: "value: 0.5, max: 1", shows: [".progress-bar", ""] },
  { name: "IntText", set: "value: 7", shows: ["input", "7"], act: (w) => fill(w, "12"), reads: 12 },
  { name: "FloatText", set: "value: 0.5", shows: ["input", "0.5"], act: (w) => fill(w, "0.25"), reads: 0.25 },
  {
    name: "BoundedIntText",
    set: "value: 500",
    shows: ["input", "100"],
    act: (w) => fill(w, "12"),
    reads: 12,
  },
  {
    name: "BoundedFloatText",
    set: "value: 0.5",
    shows: ["input", "0.5"],
    act: (w) => fill(w, "99.5"),
    reads: 99.5,
  },
  { name: "Play", set: "value: 3", act: click("button"), trait: "playing", reads: true },
];

const buttons: Row[] = [
  {
    name: "Button",
    make: 'description: "Go"',
    set: 'description: "Start"',
    shows: ["", "Start"],
    act: (w) => w.click(),
    trait: "clicks",
    reads: 1,
  },
  {
    name: "ToggleButton",
    make: 'description: "On"',
    set: 'description: "Off"',
    shows: ["", "Off"],
    act: (w) => w.click(),
    reads: true,
  },
  {
    name: "Checkbox",
    make: 'description: "keywords"',
    set: "value: true",
    act: click("input"),
    reads: false,
  },
  { name: "Valid", set: 'readout: "too short"', shows: [".widget-valid-readout", "too short"] },
  {
    name: "ColorPicker",
    set: 'value: "#ff0000"',
    shows: ["input[type=text]", "#ff0000"],
    act: (w) => fill(w, "#00ff00", "input[type=text]"),
    reads: "#00ff00",
  },
];

const selections: Row[] = [
  {
    name: "Dropdown",
    make: options,
    set: 'value: "fusion"',
    shows: ["select", "fusion"],
    act: choose("similarity"),
    reads: "similarity",
  },
  {
    name: "RadioButtons",
    make: options,
    set: 'value: "fusion"',
    act: click("input >> nth=2"),
    reads: "similarity",
  },
  {
    name: "Select",
    make: options,
    set: 'value: "fusion"',
    shows: ["select", "fusion"],
    act: choose("similarity"),
    reads: "similarity",
  },
  {
    name: "SelectMultiple",
    make: options,
    set: 'value: ["soft"]',
    shows: ["select", "soft"],
    act: choose("fusion"),
    reads: ["fusion"],
  },
  {
    name: "SelectionSlider",
    make: options,
    set: 'value: "fusion"',
    shows: [readout, "fusion"],
    act: press("End", handle),
    reads: "similarity",
  },
  {
    name: "SelectionRangeSlider",
    make: options,
    set: 'value: ["fusion", "similarity"]',
    shows: [readout, /fusion.+similarity/],
    act: press("Home", handle),
    reads: ["soft", "similarity"],
  },
  {
    name: "ToggleButtons",
    make: options,
    set: 'value: "fusion"',
    shows: [".mod-active", "fusion"],
    act: click("button >> nth=0"),
    reads: "soft",
  },
];

const texts: Row[] = [
  {
    name: "Text",
    set: 'value: "a harbour"',
    shows: ["input", "a harbour"],
    act: (w) => fill(w, "two ships"),
    reads: "two ships",
  },
  {
    name: "Textarea",
    set: 'value: "a harbour"',
    shows: ["textarea", "a harbour"],
    act: (w) => w.locator("textarea").fill("two ships"),
    reads: "two ships",
  },
  {
    name: "Password",
    set: 'value: "secret"',
    shows: ["input", "secret"],
    act: (w) => fill(w, "other"),
    reads: "other",
  },
  {
    name: "Combobox",
    make: 'options: ["port", "airport"]',
    set: 'value: "port"',
    shows: ["input", "port"],
    act: (w) => fill(w, "airport"),
    reads: "airport",
  },
  { name: "HTML", make: 'value: "<b>bold</b>"', set: 'value: "<i>slanted</i>"', shows: ["i", "slanted"] },
  { name: "HTMLMath", make: 'value: "plain"', set: 'value: "<i>with math</i>"', shows: ["i", "with math"] },
  { name: "Label", make: 'value: "before"', set: 'value: "after"', shows: ["", "after"] },
];

const dates: Row[] = [
  {
    name: "DatePicker",
    set: "value: new Date(Date.UTC(2026, 0, 31))",
    shows: ["input", "2026-01-31"],
    act: (w) => fill(w, "2026-02-01"),
    reads: "2026-02-01T00:00:00.000Z",
  },
  {
    name: "Datetime",
    set: "value: new Date(2026, 0, 31, 12, 30)",
    shows: ["input", /^2026-01-31T12:30/],
    act: (w) => fill(w, "2026-02-01T08:15"),
    reads: new Date(2026, 1, 1, 8, 15).toISOString(),
  },
  {
    name: "NaiveDatetime",
    set: "value: new Date(2026, 0, 31, 12, 30)",
    shows: ["input", /^2026-01-31T12:30/],
    act: (w) => fill(w, "2026-02-01T08:15"),
    reads: new Date(2026, 1, 1, 8, 15).toISOString(),
  },
  {
    name: "Time",
    set: "value: { hours: 12, minutes: 30, seconds: 0, milliseconds: 0 }",
    shows: ["input", /^12:30/],
    act: (w) => fill(w, "08:15"),
    reads: { hours: 8, minutes: 15, seconds: 0, milliseconds: 0 },
  },
];

const tags: Row[] = [
  {
    name: "TagsInput",
    set: 'value: ["port"]',
    shows: [".jupyter-widget-tag", /port/],
    act: tag("ship"),
    reads: ["port", "ship"],
  },
  {
    name: "ColorsInput",
    set: 'value: ["red"]',
    shows: [".jupyter-widget-colortag", ""],
    act: tag("#0000ff"),
    reads: ["red", "#0000ff"],
  },
  {
    name: "FloatsInput",
    set: "value: [0.5]",
    shows: [".jupyter-widget-tag", /0\.5/],
    act: tag("2.5"),
    reads: [0.5, 2.5],
  },
  { name: "IntsInput", set: "value: [5]", shows: [".jupyter-widget-tag", /5/], act: tag("8"), reads: [5, 8] },
];

const media: Row[] = [
  { name: "Image", make: 'format: "svg+xml", layout: { width: "80px" }', set: `value: ${picture}` },
  { name: "Audio", make: "autoplay: false", set: "controls: false" },
  { name: "Video", make: "autoplay: false", set: "controls: false" },
  {
    name: "FileUpload",
    set: 'description: "Images"',
    shows: ["", /Images/],
    act: upload,
    reads: [{ name: "a.bin", type: "application/x-test", bytes: [1, 2, 250] }],
  },
  {
    name: "Output",
    set: 'outputs: [{ output_type: "stream", name: "stdout", text: "captured" }]',
    shows: ["pre", "captured"],
  },
];

const containers: Row[] = [
  ...["Box", "HBox", "VBox", "GridBox"].map((name) => ({
    name,
    make: children,
    set: 'box_style: "info"',
    shows: [".widget-label >> nth=1", "second"] as const,
  })),
  {
    name: "Accordion",
    make: titled,
    set: 'titles: ["One", "Three"]',
    shows: [".jupyter-widget-Collapse-header >> nth=1", /Three/],
    act: click(".jupyter-widget-Collapse-header"),
    trait: "selected_index",
    reads: 0,
  },
  {
    name: "Tab",
    make: titled,
    set: "selected_index: 1",
    shows: [".lm-mod-current", /Two/],
    act: click(".lm-TabBar-tab >> nth=0"),
    trait: "selected_index",
    reads: 0,
  },
  { name: "Stack", make: titled, set: "selected_index: 1", shows: [".widget-label", "second"] },
  { name: "Controller" },
];

export const table: readonly Row[] = [
  ...numbers,
  ...buttons,
  ...selections,
  ...texts,
  ...dates,
  ...tags,
  ...media,
  ...containers,
];

/** Returns the cells of a notebook that makes, shows and changes every widget and reports the readings. */
export function cells(): string[] {
  const names = table.map(({ name }) => name).join(", ");
  const made = table.map(({ name, make = "" }) => {
    const state = [make, `_dom_classes: ["shown-${name}"]`].filter(Boolean).join(", ");
    return `const my${name} = new ${name}({ ${state} });`;
  });
  const observed = table
    .filter(({ act }) => act)
    .map(({ name, trait = "value" }) =>
      trait === "clicks"
        ? `my${name}.on("click", () => report("${name}", 1));`
        : `my${name}.observe("${trait}", ({ new: read }) => report("${name}", read));`,
    );
  const set = table.filter((row) => row.set).map(({ name, set }) => `my${name}.set({ ${set} });`);
  return [
    `import { ${names}, type UploadedFile } from "amfmn-lab/widgets";\n${made.join("\n")}`,
    `new VBox({ children: [${table.map(({ name }) => `my${name}`).join(", ")}] })`,
    set.join("\n"),
    `const readings: Record<string, unknown> = {};
const paper = new Label({ _dom_classes: ["report"] });
function report(name: string, read: unknown) {
  readings[name] = name === "FileUpload" ? (read as UploadedFile[]).map(({ name, type, content }) => ({ name, type, bytes: [...content] })) : read;
  paper.value = JSON.stringify(readings);
}
${observed.join("\n")}
paper`,
  ];
}
