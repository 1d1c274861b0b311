// Notebooks in the style of tslab: its display API, CommonJS and ES modules, no strict types.

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: cells hold templates
/** The cells of a notebook and their outputs: texts of streams and values, and MIME types. */
export interface TslabNotebook {
  readonly cells: readonly string[];
  readonly shows: readonly RegExp[];
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
};
