// What kernel and page share of a data set browser: the filters, and the page of records that they leave.

/** A record as it is shown. */
export interface ShownRecord {
  readonly filename: string;
  readonly sceneClass: string;
  readonly split: string;
  readonly captions: readonly string[];
  readonly keywords: readonly string[];
  /** Why there is no picture; empty where there is one. */
  readonly problem: string;
}

export interface ClassCount {
  readonly name: string;
  readonly images: number;
}

export interface Shown {
  /** Records that pass the filters, and how many pages they fill. */
  readonly matches: number;
  readonly pages: number;
  /** The page that is shown, from 0. */
  readonly page: number;
  readonly records: readonly ShownRecord[];
}

export interface DatasetBrowserState<Bytes> {
  name: string;
  total: number;
  classes: readonly ClassCount[];
  splits: readonly string[];
  /** Filters; an empty string lets everything pass. */
  sceneClass: string;
  split: string;
  /** Words that a caption or keyword must all contain. */
  query: string;
  page: number;
  shown: Shown;
  /** A picture for each record shown; empty where it cannot be opened. */
  pictures: readonly Bytes[];
}
