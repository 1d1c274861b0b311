// The work of a reader on annotations: the chosen item, the selected corner, the polygon that is being drawn, and the
// history. It has no elements, so that tests run it without a page.
import type { Corner } from "../../pictures/shapes.js";
import {
  insideImage,
  leastCorners,
  middleAfter,
  withCornerAfter,
  withCornerAt,
  withoutCorner,
  withoutRegion,
  withRegion,
  withRegionMoved,
} from "../polygons/edits.js";
import { History } from "../polygons/history.js";
import type { EditedItem, Regions } from "../state.js";

/** Items with the index of the chosen one, −1 for none. */
export interface Work {
  readonly items: readonly EditedItem[];
  readonly item: number;
}

/** The image that is shown. */
export interface ShownImage {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** The selected region and corner, −1 for none. */
export interface Selection {
  readonly region: number;
  readonly corner: number;
}

/** Callbacks of a session. */
export interface SessionEvents {
  /** Called after items or the chosen item changed. */
  readonly changed: (work: Work) => void;
  /** Called after anything that is drawn changed. */
  readonly shown: () => void;
  /** Receives a sentence about the latest action, for screen readers. */
  readonly said: (text: string) => void;
}

/** A reader's work on the annotations of images. */
export class Session {
  /** Corners of the polygon that is being drawn; undefined when none is. */
  draft: readonly Corner[] | undefined;
  private history: History<Work>;
  private selected: Selection = { region: -1, corner: -1 };

  constructor(
    work: Work,
    private readonly image: () => ShownImage,
    private readonly events: SessionEvents,
  ) {
    this.history = new History(work);
  }

  /** Items and the chosen one. */
  get work(): Work {
    return this.history.present;
  }

  /** The chosen item, undefined for none. */
  get chosen(): EditedItem | undefined {
    return this.work.items[this.work.item];
  }

  /** Regions of the chosen item. */
  get regions(): Regions {
    return this.chosen?.regions ?? [];
  }

  get selection(): Selection {
    const corners = this.regions[this.selected.region];
    if (!corners) return { region: -1, corner: -1 };
    return { ...this.selected, corner: Math.min(this.selected.corner, corners.length - 1) };
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  /** Takes over a change that the kernel made. */
  receive(work: Work): void {
    if (JSON.stringify(work) === JSON.stringify(this.work)) return;
    this.history.change(work);
    this.events.shown();
  }

  /** Chooses an item. */
  choose(item: number): void {
    if (item === this.work.item) return;
    this.draft = undefined;
    this.history.replace({ ...this.work, item });
    this.select(-1, -1);
    this.publish(`Sentence “${this.chosen?.caption ?? ""}”, ${counted(this.regions.length, "region")}.`);
  }

  /** Adds an item to the shown image and chooses it. */
  addItem(caption = ""): void {
    const made: EditedItem = { caption, image: this.image().name, regions: [] };
    this.history.change({ items: [...this.work.items, made], item: this.work.items.length });
    this.publish("A new sentence. Write it, then draw its regions.");
  }

  /** Removes the chosen item. */
  deleteItem(): void {
    const { items, item } = this.work;
    const { name } = this.image();
    const rest = items.filter((_, i) => i !== item);
    const next = rest.findLastIndex((one, i) => one.image === name && i <= Math.max(0, item));
    this.draft = undefined;
    this.history.change({
      items: rest,
      item: next >= 0 ? next : rest.findIndex((one) => one.image === name),
    });
    this.publish("Sentence deleted. Undo brings it back.");
  }

  /** Changes the sentence of the chosen item. Typing is one step. */
  write(caption: string): void {
    if (!this.chosen) this.addItem();
    this.edit({ ...this.chosen!, caption }, `caption ${this.work.item}`);
  }

  select(region: number, corner: number): void {
    this.selected = { region, corner };
    this.events.shown();
  }

  /** Selects the next or an earlier corner of the selected region, or region of the item. */
  step(kind: "corner" | "region", by: 1 | -1): void {
    const { region, corner } = this.selection;
    const around = (at: number, count: number) =>
      at < 0 ? (by > 0 ? 0 : count - 1) : (at + by + count) % count;
    if (this.regions.length === 0) {
      this.events.said("The sentence has no region. Press N to draw one.");
      return;
    }
    if (kind === "region" || region < 0) this.select(around(region, this.regions.length), -1);
    else this.select(region, around(corner, this.regions[region]!.length));
    this.say();
  }

  /** Starts to draw a region. */
  draw(): void {
    this.draft = [];
    this.select(-1, -1);
    this.events.said(
      "Drawing. Click the corners, or move the cross with the arrow keys and press Space. Enter closes the region.",
    );
  }

  /** Adds a corner to the drawn polygon. */
  place(at: { readonly x: number; readonly y: number }): void {
    if (!this.draft) return;
    const corner = insideImage(at, this.image());
    const last = this.draft.at(-1);
    if (last && last[0] === corner[0] && last[1] === corner[1]) return;
    this.draft = [...this.draft, corner];
    this.events.shown();
    this.events.said(`Corner ${this.draft.length} at ${pointText(corner)}.`);
  }

  /** Removes the last corner of the drawn polygon. */
  takeBack(): void {
    if (!this.draft) return;
    this.draft = this.draft.slice(0, -1);
    this.events.shown();
    this.events.said(`${counted(this.draft.length, "corner")} left.`);
  }

  /** Makes a region of the drawn polygon. */
  close(): void {
    const { draft } = this;
    if (!draft) return;
    if (draft.length < leastCorners) {
      this.events.said(`A region needs at least ${leastCorners} corners, so far there are ${draft.length}.`);
      return;
    }
    this.draft = undefined;
    if (!this.chosen) this.addItem();
    this.edit({ ...this.chosen!, regions: withRegion(this.regions, draft) });
    this.select(this.regions.length - 1, -1);
    this.events.said(`Region ${this.regions.length} with ${draft.length} corners.`);
  }

  /** Ends drawing without a region, or the selection of a corner, then of a region. */
  cancel(): void {
    const { region, corner } = this.selection;
    if (this.draft) {
      this.draft = undefined;
      this.events.shown();
      this.events.said("Drawing cancelled.");
    } else this.select(corner >= 0 ? region : -1, -1);
  }

  /** Moves the selected corner. @param part name of the step, for the moves of one drag */
  moveCorner(to: { readonly x: number; readonly y: number }, part = ""): void {
    const { region, corner } = this.selection;
    if (corner < 0) return;
    const at = insideImage(to, this.image());
    this.edit({ ...this.chosen!, regions: withCornerAt(this.regions, region, corner, at) }, part);
    // A drag would be said at each of its moves.
    if (part === "") this.say();
  }

  /** Moves the selected region. */
  moveRegion(by: Corner, part = ""): void {
    const { region } = this.selection;
    if (region < 0) return;
    this.edit({ ...this.chosen!, regions: withRegionMoved(this.regions, region, by, this.image()) }, part);
    if (part === "") this.events.said(`Region ${region + 1} moved.`);
  }

  /** Inserts a corner after another one, in the middle of its edge by default, and selects it. */
  insertAfter(
    region: number,
    corner: number,
    at?: { readonly x: number; readonly y: number },
    part = "",
  ): void {
    const corners = this.regions[region];
    if (!corners) return;
    const [x, y] = middleAfter(corners, corner);
    const place = insideImage(at ?? { x, y }, this.image());
    this.edit({ ...this.chosen!, regions: withCornerAfter(this.regions, region, corner, place) }, part);
    this.select(region, corner + 1);
    this.say();
  }

  /** Deletes the selected corner, or the selected region if no corner is selected. */
  deleteSelected(): void {
    const { region, corner } = this.selection;
    const corners = this.regions[region];
    if (!corners) return;
    if (corner < 0) {
      this.edit({ ...this.chosen!, regions: withoutRegion(this.regions, region) });
      this.select(-1, -1);
      this.events.said(`Region ${region + 1} deleted.`);
    } else if (corners.length <= leastCorners) {
      this.events.said(
        `A region needs at least ${leastCorners} corners. Press Escape, then Delete to delete the region.`,
      );
    } else {
      this.edit({ ...this.chosen!, regions: withoutCorner(this.regions, region, corner) });
      this.select(region, Math.min(corner, corners.length - 2));
      this.events.said(`Corner ${corner + 1} deleted.`);
    }
  }

  /** Ends the step of a drag. */
  endStep(): void {
    this.history.endStep();
  }

  undo(): void {
    if (this.draft && this.draft.length > 0) this.takeBack();
    else if (this.history.undo()) this.publish("Undone.");
    else this.events.said("There is nothing to undo.");
  }

  redo(): void {
    if (this.history.redo()) this.publish("Done again.");
    else this.events.said("There is nothing to do again.");
  }

  /** Describes the selection to screen readers. */
  say(): void {
    const { region, corner } = this.selection;
    const corners = this.regions[region];
    if (!corners) return;
    const at = corners[corner];
    this.events.said(
      at
        ? `Region ${region + 1}, corner ${corner + 1} of ${corners.length} at ${pointText(at)}.`
        : `Region ${region + 1} of ${this.regions.length}, ${counted(corners.length, "corner")}.`,
    );
  }

  private edit(item: EditedItem, part = ""): void {
    const items = this.work.items.map((one, i) => (i === this.work.item ? item : one));
    this.history.change({ ...this.work, items }, part);
    this.events.changed(this.work);
    this.events.shown();
  }

  private publish(text: string): void {
    this.events.changed(this.work);
    this.events.shown();
    this.events.said(text);
  }
}

/** Returns a number with its noun. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function pointText([x, y]: Corner): string {
  return `x ${Math.round(x)}, y ${Math.round(y)}`;
}
