// Texts that the specification lacks: a sentence and an example for each widget, and a sentence for each trait
// without help.

const classes = {
  Accordion: [
    "Panels below each other, with one open at a time.",
    `new Accordion({ children: [new IntSlider(), new Text()], titles: ["Training", "Query"], selected_index: 0 });`,
  ],
  Audio: [
    "Player for a sound file.",
    `new Audio({ value: new Uint8Array(), format: "mp3", autoplay: false }); // value: the bytes of an MP3 file`,
  ],
  BoundedFloatText: [
    "Number field with a least and a greatest value.",
    `new BoundedFloatText({ description: "margin", value: 0.2, min: 0, max: 1, step: 0.05 });`,
  ],
  BoundedIntText: [
    "Field for whole numbers with a least and a greatest value.",
    `new BoundedIntText({ description: "epochs", value: 12, min: 1, max: 70 });`,
  ],
  Box: [
    "Box around other widgets.",
    `new Box({ children: [new Label({ value: "R@1" }), new FloatProgress({ value: 0.4, max: 1 })] });`,
  ],
  Button: [
    "Button that reports a click.",
    `const stop = new Button({ description: "Stop", icon: "stop" });
stop.on("click", () => console.log("stopped"));`,
  ],
  ButtonStyle: [
    "Colors and font of a button.",
    `new Button({ description: "Run", style: { button_color: "#cfe8ff", font_weight: "bold" } });`,
  ],
  Checkbox: ["Check box with a label.", `new Checkbox({ description: "dynamic margin", value: true });`],
  CheckboxStyle: [
    "Background and label width of a check box.",
    `new Checkbox({ description: "keywords", style: { background: "#fff3cd" } });`,
  ],
  ColorPicker: [
    "Color field with the browser's color dialog.",
    `new ColorPicker({ description: "line", value: "#e8590c" });`,
  ],
  ColorsInput: ["Field for a list of colors.", `new ColorsInput({ value: ["#0072b2", "#e69f00"] });`],
  Combobox: [
    "Text field with suggestions.",
    `new Combobox({ description: "class", options: ["airport", "port"], placeholder: "Type a class" });`,
  ],
  Controller: [
    "State of a gamepad that is connected to the reader's computer.",
    `const pad = new Controller({ index: 0 });
pad.observe("connected", ({ new: connected }) => console.log(connected));`,
  ],
  ControllerAxis: [
    "One axis of a gamepad. The page makes it for a Controller.",
    `new ControllerAxis().value; // 0`,
  ],
  ControllerButton: [
    "One button of a gamepad. The page makes it for a Controller.",
    `new ControllerButton().pressed; // false`,
  ],
  DatePicker: ["Date field.", `new DatePicker({ description: "acquired", value: new Date("2021-06-01") });`],
  Datetime: ["Field for a date and a time.", `new Datetime({ description: "start", value: new Date() });`],
  DescriptionStyle: [
    "Width of a control's description.",
    `new Text({ description: "query sentence", style: { description_width: "120px" } });`,
  ],
  DirectionalLink: [
    "Copies a trait of one widget to another in the page, without the kernel. jsdlink makes it.",
    `const [slider, field] = [new IntSlider(), new IntText()];
new DirectionalLink({ source: [slider, "value"], target: [field, "value"] });`,
  ],
  Dropdown: [
    "Menu with one chosen option.",
    `new Dropdown({ description: "epochs", options: { few: 2, many: 12 } }).value; // 2`,
  ],
  FileUpload: [
    "Button that takes files from the reader's computer.",
    `const upload = new FileUpload({ accept: ".tif,.png", multiple: true });
upload.observe("value", ({ new: files }) => console.log(files.map(({ name }) => name)));`,
  ],
  FloatLogSlider: [
    "Slider for numbers on a logarithmic scale.",
    `new FloatLogSlider({ description: "rate", base: 10, min: -5, max: -1, value: 1e-3 });`,
  ],
  FloatProgress: [
    "Progress bar.",
    `new FloatProgress({ description: "epoch", value: 0.3, min: 0, max: 1 });`,
  ],
  FloatRangeSlider: [
    "Slider for a range of numbers.",
    `new FloatRangeSlider({ description: "scores", value: [0.2, 0.6], min: 0, max: 1, step: 0.05 });`,
  ],
  FloatSlider: [
    "Slider for numbers.",
    `new FloatSlider({ description: "margin", value: 0.2, min: 0, max: 1, step: 0.05 });`,
  ],
  FloatText: ["Number field.", `new FloatText({ description: "rate", value: 2e-4 });`],
  FloatsInput: ["Field for a list of numbers.", `new FloatsInput({ value: [0.1, 0.2], min: 0, max: 1 });`],
  GridBox: [
    "Box that lays other widgets out on a grid.",
    `new GridBox({ children: [new Text(), new Text()], layout: { grid_template_columns: "1fr 1fr" } });`,
  ],
  HBox: [
    "Box that puts other widgets side by side.",
    `new HBox({ children: [new Label({ value: "beta" }), new IntSlider()] });`,
  ],
  HTML: ["Text as HTML.", `new HTML({ value: "<b>mR</b> 24.1 %" });`],
  HTMLMath: ["Text as HTML with formulas.", `new HTMLMath({ value: "Margin $\\\\alpha$ = 0.2" });`],
  HTMLMathStyle: [
    "Font and colors of HTML with formulas.",
    `new HTMLMath({ value: "$x^2$", style: { font_size: "20px" } });`,
  ],
  HTMLStyle: ["Font and colors of HTML.", `new HTML({ value: "done", style: { text_color: "green" } });`],
  Image: [
    "Picture in a format that browsers show.",
    `import { readFileSync } from "node:fs";
new Image({ value: readFileSync("port_1.png"), format: "png", width: "240" });`,
  ],
  IntProgress: [
    "Progress bar with whole numbers.",
    `new IntProgress({ description: "step", value: 40, max: 300 });`,
  ],
  IntRangeSlider: [
    "Slider for a range of whole numbers.",
    `new IntRangeSlider({ description: "words", value: [5, 12], min: 1, max: 30 });`,
  ],
  IntSlider: [
    "Slider for whole numbers.",
    `const epochs = new IntSlider({ description: "epochs", value: 12, min: 1, max: 70 });
epochs.observe("value", ({ new: value }) => console.log(value));`,
  ],
  IntText: ["Field for whole numbers.", `new IntText({ description: "seed", value: 1 });`],
  IntsInput: ["Field for a list of whole numbers.", `new IntsInput({ value: [1, 5, 10], min: 1 });`],
  Label: ["Line of text.", `new Label({ value: "step 40 of 300" });`],
  LabelStyle: ["Font and colors of a label.", `new Label({ value: "mR", style: { font_weight: "bold" } });`],
  Layout: [
    "Place and size of a widget, as CSS properties.",
    `new Button({ description: "Run", layout: { width: "240px", margin: "8px" } });`,
  ],
  Link: [
    "Keeps two traits equal in the page, without the kernel. jslink makes it.",
    `const [slider, field] = [new IntSlider(), new IntText()];
new Link({ source: [slider, "value"], target: [field, "value"] });`,
  ],
  NaiveDatetime: [
    "Field for a date and a time without a time zone.",
    `new NaiveDatetime({ description: "local", value: new Date() });`,
  ],
  Output: [
    "Place for text, pictures and errors of code. The entry `amfmn-lab/widgets` exports a class that captures them.",
    `new Output().outputs; // []`,
  ],
  Password: [
    "Text field that hides its characters.",
    `new Password({ description: "key", placeholder: "only for this session" });`,
  ],
  Play: [
    "Buttons that count up at an interval.",
    `const [play, slider] = [new Play({ max: 70, interval: 500 }), new IntSlider({ max: 70 })];
jslink([play, "value"], [slider, "value"]);`,
  ],
  ProgressStyle: [
    "Color of a progress bar.",
    `new IntProgress({ value: 4, max: 10, style: { bar_color: "#2f9e44" } });`,
  ],
  RadioButtons: [
    "Radio buttons with one chosen option.",
    `new RadioButtons({ description: "pairs", options: ["images", "captions"] });`,
  ],
  Select: [
    "List with one chosen option.",
    `new Select({ description: "class", options: ["airport", "beach", "port"], rows: 3 });`,
  ],
  SelectMultiple: [
    "List with any number of chosen options.",
    `new SelectMultiple({ options: ["airport", "beach", "port"], value: ["beach", "port"] });`,
  ],
  SelectionRangeSlider: [
    "Slider for a range of options.",
    `new SelectionRangeSlider({ options: ["R@1", "R@5", "R@10"], value: ["R@1", "R@5"] });`,
  ],
  SelectionSlider: [
    "Slider with one chosen option.",
    `new SelectionSlider({ description: "top", options: [1, 5, 10], value: 5 });`,
  ],
  SliderStyle: ["Color of a slider's handle.", `new IntSlider({ style: { handle_color: "#ae3ec9" } });`],
  Stack: [
    "Shows one of several widgets.",
    `new Stack({ children: [new Label({ value: "first" }), new Label({ value: "second" })], selected_index: 1 });`,
  ],
  Tab: [
    "Pages with a tab for each.",
    `new Tab({ children: [new Text(), new IntSlider()], titles: ["Query", "Top"] });`,
  ],
  TagsInput: [
    "Field for a list of words.",
    `new TagsInput({ value: ["port"], allowed_tags: ["port", "beach"] });`,
  ],
  Text: [
    "Text field with one line.",
    `const query = new Text({ description: "query", placeholder: "white boats" });
query.on("submit", () => console.log(query.value));`,
  ],
  TextStyle: [
    "Font and colors of a text field.",
    `new Text({ value: "boats", style: { font_size: "18px" } });`,
  ],
  Textarea: ["Text field with several lines.", `new Textarea({ description: "captions", rows: 5 });`],
  Time: ["Time field.", `new Time({ value: { hours: 9, minutes: 30, seconds: 0, milliseconds: 0 } });`],
  ToggleButton: [
    "Button that stays pressed until the next click.",
    `new ToggleButton({ description: "Pause", icon: "pause", value: false });`,
  ],
  ToggleButtonStyle: [
    "Font of a toggle button.",
    `new ToggleButton({ description: "Pause", style: { font_weight: "bold" } });`,
  ],
  ToggleButtons: [
    "Buttons of which one stays pressed.",
    `new ToggleButtons({ options: ["train", "val", "test"], value: "test" });`,
  ],
  ToggleButtonsStyle: [
    "Font and width of toggle buttons.",
    `new ToggleButtons({ options: ["R@1", "R@5"], style: { button_width: "80px" } });`,
  ],
  VBox: [
    "Box that puts other widgets below each other.",
    `new VBox({ children: [new IntSlider(), new FloatSlider()] });`,
  ],
  Valid: [
    "Mark for a valid or an invalid value.",
    `new Valid({ description: "path", value: false, readout: "no such file" });`,
  ],
  Video: [
    "Player for a video file.",
    `new Video({ value: new Uint8Array(), format: "mp4", loop: false }); // value: the bytes of an MP4 file`,
  ],
};

const traits = {
  allow_duplicates: "Takes a value more than once.",
  allowed_tags: "The only values that are taken; empty for any.",
  format: "Format of a number, as d3-format writes it.",
  layout: "Place and size.",
  max: "Greatest value.",
  min: "Least value.",
  placeholder: "Text in the empty field.",
  style: "Look of the parts.",
  value: "The chosen date or time.",
};

/** Returns a class's sentence and example. @throws when the specification has a widget that the table lacks */
export function describeClass(name) {
  const found = classes[name];
  if (!found)
    throw new Error(
      `${name}: expected a sentence and an example, found neither; add them to descriptions.mjs.`,
    );
  const [sentence, example] = found;
  return { sentence, example };
}

/** Returns the sentence of an attribute: the specification's own, or one of the table. @throws when there is neither */
export function describeTrait(name, help = "") {
  const words = help.replace(/\s+/g, " ").replace(/\*\//g, "").trim();
  const sentence = words || traits[name];
  if (!sentence) throw new Error(`${name}: expected help, found none; add a sentence to descriptions.mjs.`);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
