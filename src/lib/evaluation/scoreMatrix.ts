// Scores of images and texts together with the images and texts.
import { OptionError } from "../base/errors.js";
import type { ImageRecord } from "../data/dataset.js";

/** The choice of a part of a matrix, by row and column numbers from 0. */
export interface SubmatrixChoice {
  /** Rows to keep, in their new order; all by default. */
  readonly images?: readonly number[];
  /** Columns to keep, in their new order; by default the texts of the chosen images. */
  readonly texts?: readonly number[];
}

/**
 * Every image's score with every text.
 *
 * @example
 * const { records, texts, owners, similarity } = evaluation;
 * const own = owners.map((row, column) => similarity[row * texts.length + column]);
 * console.log(records[0]!.filename, texts[0], own[0]); // an image, its caption and their score
 */
export class ScoreMatrix {
  /**
   * @param records one for each row
   * @param texts one for each column
   * @param owners the row that each text describes, or −1
   * @param similarity records × texts scores, row after row
   */
  constructor(
    readonly records: readonly ImageRecord[],
    readonly texts: readonly string[],
    readonly owners: readonly number[],
    readonly similarity: Float32Array,
  ) {}

  /**
   * Returns the scores of some images and some texts.
   *
   * @example
   * const part = evaluation.submatrix({ images: [0, 1, 2] }); // three images with their own captions
   * console.log(part.records.length, part.texts.length);
   *
   * @throws {OptionError} when a number is outside of the matrix
   */
  submatrix({ images = [...this.records.keys()], texts }: SubmatrixChoice): ScoreMatrix {
    const rowOf = new Map(images.map((image, row) => [image, row]));
    const columns = texts ?? [...this.owners.keys()].filter((text) => rowOf.has(this.owners[text]!));
    checkNumbers("images", images, this.records.length);
    checkNumbers("texts", columns, this.texts.length);
    const similarity = new Float32Array(images.length * columns.length);
    for (const [row, image] of images.entries()) {
      for (const [column, text] of columns.entries())
        similarity[row * columns.length + column] = this.similarity[image * this.texts.length + text]!;
    }
    return new ScoreMatrix(
      images.map((image) => this.records[image]!),
      columns.map((text) => this.texts[text]!),
      columns.map((text) => rowOf.get(this.owners[text]!) ?? -1),
      similarity,
    );
  }
}

function checkNumbers(name: string, numbers: readonly number[], length: number): void {
  const wrong = numbers.find((number) => !Number.isInteger(number) || number < 0 || number >= length);
  if (wrong !== undefined)
    throw new OptionError(
      `${name}: expected whole numbers of 0…${length - 1}, found ${wrong}; count from 0.`,
    );
}
