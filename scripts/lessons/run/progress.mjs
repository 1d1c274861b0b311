// Prints one line for each notebook. On a terminal it counts the cells while they run.
import { stripVTControlCharacters } from "node:util";

/** Shows the progress of a notebook. */
export class ProgressLine {
  /** @param name the beginning of the line */
  constructor(name, stream = process.stdout) {
    this.name = name.padEnd(44);
    this.stream = stream;
    this.begun = performance.now();
  }

  cell(cell, cells) {
    if (this.stream.isTTY)
      this.stream.write(`\r  ${this.name} cell ${cell + 1} of ${cells} · ${this.elapsed()} `);
  }

  done(ending = "") {
    const back = this.stream.isTTY ? "\r\u001b[K" : "";
    this.stream.write(`${back}✓ ${this.name} ${this.elapsed()}${ending}\n`);
  }

  failed(error) {
    const back = this.stream.isTTY ? "\r\u001b[K" : "";
    const message = this.stream.isTTY ? error.message : stripVTControlCharacters(error.message);
    this.stream.write(`${back}✗ ${this.name} ${this.elapsed()}\n${message.replace(/^/gm, "    ")}\n`);
  }

  elapsed() {
    const seconds = Math.round((performance.now() - this.begun) / 1000);
    return seconds < 60
      ? `${seconds} s`
      : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
  }
}
