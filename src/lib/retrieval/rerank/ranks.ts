// The ranks of some places of a list, without sorting the whole list.
import { type Scores, zerosLike } from "./precision.js";
import { selectFirst } from "./selection.js";

/** Computes ranks in one list after another, in the same memory. */
export class RankCounter {
  private readonly values: Scores;
  private readonly order: Int32Array;
  private readonly sorted: Scores;
  private readonly sortedPlaces: Int32Array;
  private readonly between: Int32Array;

  /**
   * @param most greatest number of places that are asked for at a time
   * @param like scores of the precision of the lists
   */
  constructor(most: number, like: Scores) {
    this.values = zerosLike(like, most);
    this.order = new Int32Array(most);
    this.sorted = zerosLike(like, most);
    this.sortedPlaces = new Int32Array(most);
    this.between = new Int32Array(most);
  }

  /**
   * Writes the ranks of some places of a list, from 0: the number of greater scores, and of equal scores at a lower
   * place. The asked places are sorted, and each score of the list is put between two of them: n·log m steps for m of n
   * places.
   *
   * @param scores the list; NaN and −∞ rank after all others
   * @param places ascending places with finite scores
   * @param asked number of places
   * @param into receives a rank for each place
   */
  ranks(scores: Scores, places: Int32Array, asked: number, into: Int32Array): void {
    if (asked === 0) return;
    const { values, order, sorted, sortedPlaces, between } = this;
    const { length } = scores;
    for (let i = 0; i < asked; i++) values[i] = scores[places[i]!]!;
    selectFirst(values.subarray(0, asked), asked, order, 0);
    for (let i = 0; i < asked; i++) {
      sorted[i] = values[order[i]!]!;
      sortedPlaces[i] = places[order[i]!]!;
    }
    // between[i] counts the scores after the asked place i − 1 and before the asked place i.
    between.fill(0, 0, asked);
    const least = sorted[asked - 1]!;
    for (let place = 0; place < length; place++) {
      const score = scores[place]!;
      if (!(score >= least)) continue;
      let low = 0;
      let high = asked;
      while (low < high) {
        const middle = (low + high) >> 1;
        const rival = sorted[middle]!;
        if (score > rival || (score === rival && place < sortedPlaces[middle]!)) high = middle;
        else low = middle + 1;
      }
      if (low < asked) between[low]! += 1;
    }
    let rank = 0;
    for (let i = 0; i < asked; i++) {
      rank += between[i]!;
      into[order[i]!] = rank;
    }
  }
}
