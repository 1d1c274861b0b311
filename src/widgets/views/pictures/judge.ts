// Judges the score map that a view shows against annotated regions.
import { nextTurn } from "../../../lib/base/nextTurn.js";
import {
  type Annotation,
  type AttentionCenter,
  type ImageSize,
  judgeMap,
} from "../../../lib/localization/index.js";
import type { Judgement } from "./judgement.js";

/** A score map over an image, with one value in 0…1 for each cell, row after row. */
export interface CellMap {
  /** Cells across. */
  readonly width: number;
  /** Cells down. */
  readonly height: number;
  /** Scores in 0…1. */
  readonly values: Float32Array;
  /** Width of a cell in pixels of the image. Default the image's width divided by the number of cells. */
  readonly cellSize?: number;
}

/** A map that has been judged. */
interface JudgedMap {
  readonly map: CellMap;
  readonly gray: Uint8Array;
  centers?: readonly AttentionCenter[];
}

/** Judges maps of one image. The latest map and its attention centers are kept, because its regions may change often. */
export class MapJudge {
  private latest: JudgedMap | undefined;

  constructor(private readonly image: ImageSize) {}

  /** Returns the four numbers and the shapes behind them; undefined without a region. */
  async judge(map: CellMap, { caption, regions }: Annotation): Promise<Judgement | undefined> {
    if (regions.length === 0) return undefined;
    // The page's messages come before a long computation.
    await nextTurn();
    if (this.latest?.map !== map) this.latest = { map, gray: grayOf(map, this.image) };
    const { width, height } = this.image;
    const { gray, centers } = this.latest;
    const judged = judgeMap({ width, height, gray }, regions, centers);
    this.latest.centers = judged.centers;
    return {
      caption: caption.trim(),
      rsu: judged.rsu,
      ras: judged.ras,
      rda: judged.rda,
      rmi: judged.rmi,
      regions,
      circles: judged.regions.map(({ center: [x, y], radius }) => ({ x, y, radius })),
      centers: judged.centers.map(({ x, y }) => [x, y] as const),
    };
  }
}

/** Returns a map in the size of its image, as bytes. */
export function grayOf(map: CellMap, { width, height }: ImageSize): Uint8Array {
  const [across, down] = [map.cellSize ?? width / map.width, map.cellSize ?? height / map.height];
  const bytes = new Uint8Array(map.values.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Math.round(255 * Math.min(1, Math.max(0, map.values[i]!)));
  }
  const gray = new Uint8Array(width * height);
  const columns = Uint32Array.from({ length: width }, (_, x) =>
    Math.min(map.width - 1, Math.floor(x / across)),
  );
  let filled = -1;
  for (let y = 0; y < height; y++) {
    const cellRow = Math.min(map.height - 1, Math.floor(y / down));
    if (cellRow === filled) gray.copyWithin(y * width, (y - 1) * width, y * width);
    else for (let x = 0; x < width; x++) gray[y * width + x] = bytes[cellRow * map.width + columns[x]!]!;
    filled = cellRow;
  }
  return gray;
}
