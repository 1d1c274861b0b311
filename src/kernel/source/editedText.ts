// A text that is made from pieces of a source and maps its positions back to the source. An error in evaluated code is
// shown at its position in the cell this way.

import { lastAtMost } from "../language/cursor.js";

/** Replacement of `[start, end)` of the source. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A part of the source, or added text. */
export type Piece = { readonly start: number; readonly end: number } | string;

/** A text and the way back to its source. */
export interface EditedText {
  /** The text. */
  readonly text: string;
  /** Returns the offset in the source for one in the text. Added text has the offset at which the piece before ends. */
  origin(offset: number): number;
}

/** Joins pieces. */
export function fromPieces(source: string, pieces: readonly Piece[]): EditedText {
  let text = "";
  const stretches: { start: number; length: number }[] = [];
  /** Offsets of the parts in the text. */
  const places: number[] = [];
  for (const piece of pieces) {
    if (typeof piece === "string") {
      text += piece;
      continue;
    }
    places.push(text.length);
    stretches.push({ start: piece.start, length: piece.end - piece.start });
    text += source.slice(piece.start, piece.end);
  }
  return {
    text,
    origin(offset) {
      const index = lastAtMost(places, offset);
      const stretch = stretches[index];
      return stretch ? stretch.start + Math.min(offset - places[index]!, stretch.length) : 0;
    },
  };
}

/** Applies edits that do not overlap. */
export function applyEdits(source: string, edits: readonly Edit[]): EditedText {
  return fromPieces(source, editedPieces(source.length, edits));
}

/** Returns the pieces of a source of this length after some edits. */
export function editedPieces(length: number, edits: readonly Edit[]): Piece[] {
  const pieces: Piece[] = [];
  let position = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    pieces.push({ start: position, end: edit.start }, edit.text);
    position = edit.end;
  }
  pieces.push({ start: position, end: length });
  return pieces;
}
