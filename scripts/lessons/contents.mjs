// The course's table of contents: number, file, title and subject of each lesson. The links between lessons, the
// book's index and the checks read it.

/** @typedef {{ number: number, file: string, title: string, about: string }} Lesson */

/** @type {readonly Lesson[]} */
export const lessons = [
  [
    "01-first-look",
    "First look",
    "Find an aerial image by describing it: data, training, masks, search as you type.",
  ],
  [
    "02-typescript-in-a-notebook",
    "TypeScript in a notebook",
    "Cells, types, await, display, widgets, interrupting.",
  ],
  [
    "03-rsitmd-and-its-family",
    "RSITMD and its family",
    "Six data sets, the words of their captions, and why captions repeat.",
  ],
  [
    "04-seeing-at-several-scales",
    "Seeing at several scales",
    "ResNet18's maps, MVSA step by step, the salient mask.",
  ],
  [
    "05-words-guided-by-sight",
    "Words guided by sight",
    "Tokens, GRU, three attentions on one pair, keywords and VGMF.",
  ],
  ["06-losses", "Losses", "The hinge, hardest negatives, the dynamic margin and its soft positives."],
  [
    "07-training-live",
    "Training, live",
    "Monitor, stop and resume, overfitting on purpose, the ablations m1 to m9.",
  ],
  [
    "08-measuring-retrieval",
    "Measuring retrieval",
    "R@K and mR by hand, the heat map, a look at failures, the paper's tables.",
  ],
  [
    "09-your-own-data-and-gpu",
    "Your own data and GPU",
    "From a CSV to a search engine, the native engine, the real RSITMD, a model of your own.",
  ],
  [
    "10-global-and-local",
    "Global and local",
    "Objects of a scene and their graph, what each branch finds alone, fusion, and the rerank step by step.",
  ],
  [
    "11-where-is-it",
    "Where is it?",
    "From a tile's score to a map, scales, four numbers that judge a map, three methods, and drawing regions.",
  ],
].map(([name, title, about]) => ({ number: Number.parseInt(name, 10), file: `${name}.ipynb`, title, about }));
