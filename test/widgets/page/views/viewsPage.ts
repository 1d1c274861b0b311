// A page with every view, in JupyterLab, in Notebook 7, or exported.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";

const pictures = process.env.AMFMN_SCREENSHOTS;

export class ViewsPage {
  constructor(
    readonly page: Page,
    /** Prefix of the names of screenshots. */
    private readonly place: string,
  ) {}

  /** Returns the view that contains an element. */
  viewOf(part: Locator): Locator {
    return this.page.locator(".amfmn-view").filter({ has: part });
  }

  heatmap(): Locator {
    return this.page.getByRole("application", { name: /^Similarity of 2260/ });
  }

  mask(): Locator {
    return this.page.getByRole("img", { name: "airport_0.tif with its salient mask" });
  }

  figure(): Locator {
    return this.page.locator(".js-plotly-plot").first();
  }

  /** Waits until a view shows a text. */
  async has(pattern: RegExp | string): Promise<void> {
    await this.page.locator(".amfmn-view").getByText(pattern).first().waitFor();
  }

  async digest(canvas: Locator): Promise<string> {
    const drawn = await canvas.evaluate((node) => (node as HTMLCanvasElement).toDataURL());
    return createHash("sha256").update(drawn).digest("hex");
  }

  /** Waits until the drawing of a canvas differs from an earlier one. */
  async changed(canvas: Locator, before: string): Promise<void> {
    for (let i = 0; i < 100 && (await this.digest(canvas)) === before; i++)
      await this.page.waitForTimeout(50);
    assert.notEqual(await this.digest(canvas), before, "the canvas is drawn again");
  }

  /** Takes a picture of an element if the environment asks for pictures. */
  async shoot(name: string, view: Locator): Promise<void> {
    if (pictures) await view.screenshot({ path: join(pictures, `${this.place}-${name}.png`) });
  }

  /** Runs a command of the front end and waits for its end. */
  async execute(id: string, options?: object): Promise<void> {
    await this.page.evaluate(execute, { id, options, wait: true });
  }

  /** Starts a command of the front end. */
  async start(id: string): Promise<void> {
    await this.page.evaluate(execute, { id, wait: false });
  }
}

interface Command {
  readonly id: string;
  readonly options?: object;
  readonly wait: boolean;
}

/** Executes a command of the front end. Runs in the page and uses nothing from this file. */
async function execute({ id, options, wait }: Command): Promise<void> {
  const { jupyterapp } = window as unknown as {
    jupyterapp: { commands: { execute(id: string, options?: object): Promise<unknown> } };
  };
  const ended = jupyterapp.commands.execute(id, options);
  if (wait) await ended;
}
