// A text made from pieces of another one, which remembers where each piece came from: so an error in what was
// evaluated can be shown where it stands in the cell.

import { lastAtMost } from "../language/cursor.js";

/** Replaces `[start, end)` of the source. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A stretch of the source, or text that is not from there. */
export type Piece = { readonly start: number; readonly end: number } | string;

export interface EditedText {
  readonly text: string;
  /** Where in the source an offset of the text came from; made-up text stands where the piece before it ended. */
  origin(offset: number): number;
}

export function fromPieces(source: string, pieces: readonly Piece[]): EditedText {
  let text = "";
  const stretches: { start: number; length: number }[] = [];
  /** Where each of them stands in the text. */
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

/** The pieces that edits leave of a source of this length. */
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
