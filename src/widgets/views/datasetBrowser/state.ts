// State that the kernel and the page of a data set browser share.

/** A record of the current page. */
export interface ShownRecord {
  /** Name of the image file. */
  readonly filename: string;
  /** Scene class of the image. */
  readonly sceneClass: string;
  /** Split of the data set that has the record. */
  readonly split: string;
  /** Sentences about the image. */
  readonly captions: readonly string[];
  /** Keywords of the image; may be empty. */
  readonly keywords: readonly string[];
  /** Reason why there is no picture, empty if there is one. */
  readonly problem: string;
}

/** A scene class and its number of images. */
export interface ClassCount {
  /** Name of the class. */
  readonly name: string;
  /** Number of its images. */
  readonly images: number;
}

/** The current page. */
export interface ShownPage {
  /** Number of records that fulfill the filters. */
  readonly matches: number;
  /** Number of pages that they fill. */
  readonly pages: number;
  /** Index of this page, from 0. */
  readonly page: number;
  /** Records of this page. */
  readonly records: readonly ShownRecord[];
}

/** Traits of a data set browser. */
export interface DatasetBrowserState<Bytes> {
  /** Name of the data set. */
  name: string;
  /** Number of all records. */
  total: number;
  /** All scene classes, sorted by name. */
  classes: readonly ClassCount[];
  /** All splits. */
  splits: readonly string[];
  /** Scene class of the records, empty for all. */
  sceneClass: string;
  /** Split of the records, empty for all. */
  split: string;
  /** Words that begin words of the captions, keywords or file name; empty for all records. */
  query: string;
  /** Index of the requested page, from 0. */
  page: number;
  /** The page that is shown. */
  shown: ShownPage;
  /** JPEG file of each shown record; empty if the image cannot be opened. */
  pictures: readonly Bytes[];
}
