// Computes METEOR of many texts against the captions of one image. For each caption, tables hold the positions of every
// word, stem and synonym, so that a text's words find their matches without comparing words.
import { type MeteorOptions, meteorFromCounts } from "../text/measures/meteor.js";
import type { Corpus, Forms, Lists } from "./corpus.js";

/** Scores texts of a corpus against one set of references at a time. */
export class MeteorRow {
  readonly #texts: Lists;
  readonly #forms: Forms;
  readonly #options: MeteorOptions;
  readonly #words: Places;
  readonly #stems: Places;
  readonly #synonyms: Places;
  /** Positions of the text whose words can match. */
  readonly #candidates: Int32Array;
  /** For each position of the text, the matched position of the reference, or −1. */
  readonly #partners: Int32Array;
  /** For each position of the reference, the last alignment that has matched it. */
  readonly #takenIn: Int32Array;
  #alignment = 0;

  /** @param corpus with `forms` */
  constructor({ words, forms }: Corpus, options: MeteorOptions) {
    this.#texts = words;
    this.#forms = forms!;
    this.#options = options;
    const stems = this.#forms.acceptedBy.starts.length - 1;
    this.#words = new Places(this.#forms.stems.length);
    this.#stems = new Places(stems);
    this.#synonyms = new Places(stems);
    const { starts } = words;
    const longest = starts.reduce((most, start, i) => Math.max(most, (starts[i + 1] ?? start) - start), 0);
    this.#candidates = new Int32Array(longest);
    this.#partners = new Int32Array(longest);
    this.#takenIn = new Int32Array(longest);
  }

  /**
   * Scores every text of the corpus by its best reference.
   *
   * @param references numbers of the texts in the corpus
   * @param scores receives 0 … 1 for each text of the corpus
   */
  score(references: Int32Array, scores: Float64Array): void {
    scores.fill(0);
    for (const reference of new Set(references)) {
      const referenceLength = this.#layOut(reference);
      for (let text = 0; text < scores.length; text++) {
        scores[text] = Math.max(scores[text]!, this.#against(referenceLength, text));
      }
    }
  }

  #layOut(reference: number): number {
    for (const places of [this.#words, this.#stems, this.#synonyms]) places.clear();
    const { stems, acceptedBy } = this.#forms;
    const start = this.#texts.starts[reference]!;
    const length = this.#texts.starts[reference + 1]! - start;
    for (let place = 0; place < length; place++) {
      const word = this.#texts.values[start + place]!;
      const stem = stems[word]!;
      this.#words.add(word, place);
      this.#stems.add(stem, place);
      for (let k = acceptedBy.starts[stem]!; k < acceptedBy.starts[stem + 1]!; k++) {
        this.#synonyms.add(acceptedBy.values[k]!, place);
      }
    }
    return length;
  }

  #against(referenceLength: number, text: number): number {
    const { values, starts } = this.#texts;
    const { stems } = this.#forms;
    const start = starts[text]!;
    const length = starts[text + 1]! - start;
    let candidates = 0;
    for (let place = length - 1; place >= 0; place--) {
      const stem = stems[values[start + place]!]!;
      if (this.#synonyms.has(stem)) this.#candidates[candidates++] = place;
      this.#partners[place] = -1;
    }
    if (candidates === 0) return 0;
    this.#alignment += 1;
    let matches = 0;
    for (const stage of [this.#words, this.#stems, this.#synonyms]) {
      for (let c = 0; c < candidates && matches < candidates; c++) {
        const place = this.#candidates[c]!;
        if (this.#partners[place]! >= 0) continue;
        const word = values[start + place]!;
        const partner = this.#take(stage, stage === this.#words ? word : stems[word]!);
        this.#partners[place] = partner;
        if (partner >= 0) matches += 1;
      }
    }
    const counts = { matches, chunks: this.#chunks(length), length, referenceLength };
    return meteorFromCounts(counts, this.#options);
  }

  /** Takes the last free position of a form. Returns −1 when there is none. */
  #take(places: Places, form: number): number {
    for (let node = places.last(form); node >= 0; node = places.before(node)) {
      const place = places.place(node);
      if (this.#takenIn[place] === this.#alignment) continue;
      this.#takenIn[place] = this.#alignment;
      return place;
    }
    return -1;
  }

  #chunks(length: number): number {
    let chunks = 0;
    let previous = -2;
    for (let place = 0; place < length; place++) {
      const partner = this.#partners[place]!;
      if (partner >= 0 && partner !== previous + 1) chunks += 1;
      previous = partner >= 0 ? partner : -2;
    }
    return chunks;
  }
}

/** Positions of each form in a text, the last first. */
class Places {
  readonly #last: Int32Array;
  readonly #place: number[] = [];
  readonly #before: number[] = [];
  readonly #forms: number[] = [];

  constructor(forms: number) {
    this.#last = new Int32Array(forms).fill(-1);
  }

  clear(): void {
    for (const form of this.#forms) this.#last[form] = -1;
    this.#place.length = this.#before.length = this.#forms.length = 0;
  }

  add(form: number, place: number): void {
    this.#place.push(place);
    this.#before.push(this.#last[form]!);
    this.#forms.push(form);
    this.#last[form] = this.#place.length - 1;
  }

  has(form: number): boolean {
    return this.#last[form]! >= 0;
  }

  last(form: number): number {
    return this.#last[form]!;
  }

  before(node: number): number {
    return this.#before[node]!;
  }

  place(node: number): number {
    return this.#place[node]!;
  }
}
