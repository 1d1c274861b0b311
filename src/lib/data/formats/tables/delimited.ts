// Splits delimited text into rows as Python's csv module does with its default dialect: a quote inside a field that began
// without one is a character, text behind a closing quote belongs to the field, and a quoted field may have line breaks.

/** A row with the line on which it begins, from 1. */
export interface DelimitedRow {
  readonly fields: readonly string[];
  readonly line: number;
  /** True for a row that ends with the text inside of quotes. */
  readonly isOpen?: true;
}

/** Yields the rows of text that arrives in pieces, without blank lines. */
export async function* delimitedRows(
  pieces: AsyncIterable<string> | Iterable<string>,
  separator: string,
): AsyncGenerator<DelimitedRow> {
  const splitter = new Splitter(separator);
  for await (const piece of pieces) yield* splitter.feed(piece);
  yield* splitter.end();
}

/** Returns the fields of the first row of a text. */
export function firstRow(text: string, separator: string): readonly string[] {
  const splitter = new Splitter(separator);
  for (const { fields } of splitter.feed(text)) return fields;
  for (const { fields } of splitter.end()) return fields;
  return [];
}

type State = "field starts" | "in field" | "in quotes" | "quote in quotes";

class Splitter {
  private fields: string[] = [];
  private field = "";
  private state: State = "field starts";
  private line = 1;
  private rowLine = 1;
  private hasCarriageReturn = false;

  constructor(private readonly separator: string) {}

  *feed(piece: string): Generator<DelimitedRow> {
    for (const character of piece) {
      const isBreak = character === "\n" || character === "\r";
      const isSecondHalf = character === "\n" && this.hasCarriageReturn;
      this.hasCarriageReturn = character === "\r";
      if (this.state === "in quotes") {
        if (isBreak && !isSecondHalf) this.line += 1;
        if (character === '"') this.state = "quote in quotes";
        else this.field += character;
      } else if (isBreak) {
        if (isSecondHalf) continue;
        yield* this.endRow();
        this.line += 1;
        this.rowLine = this.line;
      } else if (character === this.separator) {
        this.endField();
      } else if (character === '"' && this.state === "field starts") {
        this.state = "in quotes";
      } else {
        this.state = this.state === "quote in quotes" && character === '"' ? "in quotes" : "in field";
        this.field += character;
      }
    }
  }

  *end(): Generator<DelimitedRow> {
    const isOpen = this.state === "in quotes";
    for (const row of this.endRow()) yield isOpen ? { ...row, isOpen } : row;
  }

  private endField(): void {
    this.fields.push(this.field);
    this.field = "";
    this.state = "field starts";
  }

  /** Ends a row, unless its line is blank. */
  private *endRow(): Generator<DelimitedRow> {
    const isBlank = this.fields.length === 0 && this.field === "" && this.state === "field starts";
    if (isBlank) return;
    this.endField();
    const { fields } = this;
    this.fields = [];
    yield { fields, line: this.rowLine };
  }
}
