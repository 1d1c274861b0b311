// Notebooks in the style of tslab: its display API, CommonJS and ES modules, no strict types.

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells hold templates
/** The cells of a notebook and their outputs: texts of streams and values, and MIME types. */
export interface TslabNotebook {
  readonly cells: readonly string[];
  readonly shows: readonly RegExp[];
  /** Environment of the kernel, as in the kernelspecs `tslab` and `jslab`. Default: none, for a notebook that imports tslab. */
  readonly env?: Readonly<Record<string, string>>;
}

export const notebooks: Record<string, TslabNotebook> = {
  "getting started": {
    cells: [
      "console.log('Hello, tslab')",
      "let x = 10\nlet y = 'abc'\nx + y.length",
      "function naiveFib(n: number): number {\n  if (n > 1) return naiveFib(n - 1) + naiveFib(n - 2);\n  return 1;\n}",
      "naiveFib(20)",
      "let x = 'now a string'\nx",
      "class Person {\n  name: string;\n  age: number;\n  constructor(name: string, age: number) { this.name = name; this.age = age; }\n  toString(): string { return `${this.name} (${this.age})`; }\n}\nlet alice = new Person('alice', 123);\nconsole.log(alice.toString());",
      "const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));\nawait sleep(10);\nconsole.log('slept');",
    ],
    shows: [/^Hello, tslab\n/, /13/, /10946/, /now a string/, /alice \(123\)/, /slept\n$/],
  },
  "rich display": {
    cells: [
      "import * as tslab from 'tslab';\nimport * as fs from 'fs';",
      "tslab.display.html('<p style=\"color:red\">red</p>')",
      "tslab.display.markdown('# Title\\n\\n*text*');\ntslab.display.latex('$x^2$');\ntslab.display.text('plain');",
      'tslab.display.svg(`<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="10" height="10"/></svg>`)',
      "tslab.display.javascript('alert(1)')",
      "const png = Buffer.from('iVBORw0KGgo=', 'base64');\ntslab.display.png(png);\ntslab.display.jpeg(new Uint8Array([255, 216]));\ntslab.display.gif(Buffer.from('GIF89a'));",
      "tslab.display.raw('application/json', '{\"a\": 1}');\ntslab.display.raw('application/pdf', Buffer.from('%PDF'));",
    ],
    shows: [
      /text\/html/,
      /text\/markdown/,
      /text\/latex/,
      /image\/svg\+xml/,
      /text\/javascript/,
      /image\/png/,
      /image\/jpeg/,
      /image\/gif/,
      /application\/json/,
      /application\/pdf/,
    ],
  },
  "a display that is updated": {
    cells: [
      "import { newDisplay, display, versions } from 'tslab';\nconst progress = newDisplay();",
      "for (let i = 0; i <= 3; i++) {\n  progress.text(`${i} of 3`);\n  await new Promise((r) => setTimeout(r, 5));\n}",
      "console.log(Object.keys(versions).join())",
    ],
    shows: [/display_data[^\n]*0 of 3/, /update_display_data[^\n]*3 of 3/, /tslab,typescript,node/],
  },
  "loose types": {
    cells: [
      "const tslab = require('tslab');\nconst path = require('path');",
      "let nothing: string = null;\nlet later: number;\nfunction find(id) { return [{ id: 1, name: 'one' }].find((r) => r.id === id); }\nconsole.log(find(1).name, path.basename('/a/b'));",
      "try { throw new Error('caught') } catch (e) { console.log(e.message) }",
      "function logged(target: any, key: string, descriptor: PropertyDescriptor) {\n  const original = descriptor.value;\n  descriptor.value = function (...args: any[]) { console.log('call', key); return original.apply(this, args) };\n}\nclass Service { id: number; @logged run() { return 'ran' } }\nconsole.log(new Service().run());",
      "const data = [];\ndata.push({ a: 1 });\ntslab.display.html('<b>' + data.length + '</b>');",
    ],
    shows: [/one b/, /caught/, /call run/, /ran/, /<b>1<\/b>/],
  },
  "modules of cells": {
    cells: [
      "/** @module mylib */\nexport interface Tile { x: number }\nexport const tile = (x: number): Tile => ({ x });\nexport default 'lib';",
      "import lib, { tile } from './mylib';\nconsole.log(lib, tile(3).x);",
      "/**\n * The second version.\n * @module mylib\n */\nexport const tile = (x: number) => ({ x: x * 10 });",
      "import { tile } from './mylib';\nconsole.log(tile(3).x);",
    ],
    shows: [/lib 3/, /\n?30/],
  },
  "machine learning": {
    cells: [
      "import * as tf from '@tensorflow/tfjs';\nimport * as tslab from 'tslab';",
      "const model = tf.sequential();\nmodel.add(tf.layers.dense({ units: 1, inputShape: [1] }));\nmodel.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });",
      "const xs = tf.tensor2d([1, 2, 3, 4], [4, 1]);\nconst ys = tf.tensor2d([1, 3, 5, 7], [4, 1]);\nconst status = tslab.newDisplay();\nawait model.fit(xs, ys, { epochs: 3, verbose: 0, callbacks: { onEpochEnd: async (epoch, logs) => { status.html(`<b>${epoch}</b>: ${logs.loss.toFixed(3)}`) } } });",
      "const prediction = model.predict(tf.tensor2d([5], [1, 1])) as tf.Tensor;\nprediction.shape",
    ],
    shows: [/<b>2<\/b>: \d/, /\[ 1, 1 \]/],
  },
  "versions, classes and sleeping": {
    cells: [
      "import * as tslab from 'tslab';\nconsole.log('Versions:', tslab.versions)",
      "/** Adds the numbers below n. */\nfunction sum(n: number): number { return n < 1 ? 0 : n - 1 + sum(n - 1); }",
      "{\n  // A block has names of its own.\n  const n = 100;\n  const start = Date.now();\n  console.log(`sum(${n}) = ${sum(n)} in ${Date.now() - start >= 0}`);\n}",
      "interface Shape { area(): number }\nclass Square implements Shape {\n  private side: number;\n  constructor(side: number) { this.side = side; }\n  area(): number { return this.side ** 2; }\n}\nfunction show(shape: Shape) { console.log('area', shape.area()); }\nshow(new Square(3));",
      "let wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));\nconst start = Date.now();\nawait wait(5);\n`waited ${Date.now() - start >= 4}`",
      "// A promise that is not awaited is shown as such.\nwait(5);",
      "let later = async () => {\n  let wait = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));\n  await wait(1);\n  return 'done';\n}\nawait later();",
    ],
    shows: [
      /Versions: \{/,
      /sum\(100\) = 4950 in true/,
      /area 9/,
      /waited true/,
      /Promise \{ <pending> \}/,
      /'done'/,
    ],
  },
  "syntax of ES2015 to ES2020": {
    env: { TYPESCRIPT_LAB_DIALECT: "tslab" },
    cells: [
      "{\n  class Pair { a: number; b: string; constructor(a: number, b: string) { this.a = a; this.b = b; } }\n  const pair = new Pair(1, 'two');\n  let { a, b: c } = pair;\n  console.log({ a, c });\n  let [x, ...y] = [1, 2, 3];\n  console.log({ x, y });\n  let even: number[] = [];\n  for (let e of (function* (n: number) { for (let i = 0; i < n; i += 2) yield i; })(7)) even.push(e);\n  console.log('even =', even);\n}",
      "{\n  let obj = { x: null };\n  console.log(obj?.x?.z);\n  let x = null, y = 0, z = 'text';\n  console.log('first:', x ?? y ?? z);\n}",
      "import os from 'os';\nimport * as fs from 'fs';\nconsole.log(typeof os.cpus()[0].model, fs.readdirSync('.', { encoding: 'utf8' }).filter((name) => name.endsWith('.none')).length);",
      "process.stderr.isTTY = false;\nlet raw = [];\nfor (const v of [1, 2]) raw.push(...[v * 2, v]);\nconsole.log(raw.join());",
      "import { promisify } from 'util';\nlet read = await promisify((cb: (err, v: string) => any) => { cb(null, 'called back'); })();\nconsole.log(read);",
    ],
    shows: [
      /\{ a: 1, c: 'two' \}/,
      /even = \[ 0, 2, 4, 6 \]/,
      /undefined\n/,
      /first: 0/,
      /string 0/,
      /2,1,4,2/,
      /called back/,
    ],
  },
  "JavaScript for jslab": {
    env: { TYPESCRIPT_LAB_DIALECT: "tslab", TYPESCRIPT_LAB_CHECK: "off" },
    cells: [
      "const tslab = require('tslab');\nconst fs = require('fs');\nconsole.log('Versions:', Object.keys(tslab.versions).length)",
      "class Hello {\n  constructor(name) { this.name = name; }\n  say() { console.log(`Hello, ${this.name}`); }\n}\nnew Hello('jslab').say();",
      "let x = 1;\nx += ' text';\nconsole.log(x);",
      "/** @type {any} */\nlet x = 2;\nx += ' more';\nconsole.log(x);",
      "let sleep = (ms) => new Promise(resolve => setTimeout(resolve, ms));\nlet display = tslab.newDisplay();\nfor (let i = 0; i <= 100; i += 50) { await sleep(2); display.text(`progress: ${i}%`); }",
      "function fib(n) { return n > 1 ? fib(n - 1) + fib(n - 2) : 1; }\nfib(10)",
    ],
    shows: [
      /Versions: 3/,
      /Hello, jslab/,
      /1 text/,
      /2 more/,
      /update_display_data[^\n]*progress: 100%/,
      /89/,
    ],
  },
  "a network with a summary and an evaluation": {
    cells: [
      "import * as tf from '@tensorflow/tfjs';\nimport { display } from 'tslab';\nimport * as tslab from 'tslab';\ndisplay.html('<h3>versions</h3>');\nconsole.log(Object.keys(tf.version).includes('tfjs-core'), Object.keys(tslab.versions).length);",
      "const model = tf.sequential();\nmodel.add(tf.layers.conv2d({ inputShape: [8, 8, 1], filters: 2, kernelSize: 3, activation: 'relu' }));\nmodel.add(tf.layers.flatten());\nmodel.add(tf.layers.dropout({ rate: 0.5 }));\nmodel.add(tf.layers.dense({ units: 2, activation: 'softmax' }));\nmodel.compile({ optimizer: 'rmsprop', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });\nmodel.summary();",
      "async function train(epochs, batchSize, path) {\n  const images = tf.randomUniform([6, 8, 8, 1]) as tf.Tensor4D;\n  const labels = tf.oneHot(tf.tensor1d([0, 1, 0, 1, 0, 1], 'int32'), 2);\n  await model.fit(images, labels, { epochs, batchSize, validationSplit: 0.3, verbose: 0 });\n  const result = model.evaluate(images, labels);\n  console.log(`loss ${result[0].dataSync()[0].toFixed(3)}`);\n  if (path != null) console.log('not saved');\n  return images;\n}",
      "const images = await train(1, 2, null);\nconst predicted = tf.argMax(model.predict(images) as tf.Tensor, 1).arraySync() as number[];",
      "{\n  const html: string[] = [];\n  for (const label of predicted) html.push(`<div>${label}</div>`);\n  display.html(html.join(''));\n}",
    ],
    shows: [/<h3>versions/, /true 3/, /Trainable params/, /loss \d+\.\d{3}/, /(<div>[01]<\/div>){6}/],
  },
};
