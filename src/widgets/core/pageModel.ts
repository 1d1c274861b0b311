// The page side of a widget: the model that anywidget passes to it, binary traits, and clean-up.

/** The part of anywidget's model that page sides use. */
export interface PageModel<S extends object> {
  get<K extends keyof S & string>(name: K): S[K];
  set<K extends keyof S & string>(name: K, value: S[K]): void;
  save_changes(): void;
  on(event: "msg:custom", callback: (content: object, buffers: readonly Bytes[]) => void): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: unknown): void;
  /** Sends a message to the kernel. Without a kernel nothing happens. */
  send(content: object): void;
}

/** Argument of a page side's `render`. */
export interface RenderContext<S extends object> {
  model: PageModel<S>;
  el: HTMLElement;
}

/** A binary trait in the page. */
export type Bytes = DataView;

/** Returns bytes as float32. */
export function floats(bytes: Bytes): Float32Array {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Returns bytes as unsigned integers of 16 bits. */
export function words16(bytes: Bytes): Uint16Array {
  return new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Changes one trait in the page and in the kernel. */
export function change<S extends object, K extends keyof S & string>(
  model: PageModel<S>,
  name: K,
  value: S[K],
): void {
  model.set(name, value);
  model.save_changes();
}

/** Collects the observers and addresses of a page side, which are released when it is removed. */
export class Disposables {
  private readonly undo: (() => void)[] = [];

  /** Calls back now and after each change of one of the traits. */
  follow<S extends object>(model: PageModel<S>, names: (keyof S & string)[], show: () => void): void {
    for (const name of names) {
      model.on(`change:${name}`, show);
      this.undo.push(() => model.off(`change:${name}`, show));
    }
    show();
  }

  /** Calls back with each message that the kernel's side sends. */
  received<S extends object>(
    model: PageModel<S>,
    receive: (content: object, buffers: readonly Bytes[]) => void,
  ): void {
    model.on("msg:custom", receive);
    this.undo.push(() => model.off("msg:custom", receive));
  }

  /** Calls back when the page side is removed. */
  released(act: () => void): void {
    this.undo.push(act);
  }

  /** Calls back after the element changed its size. */
  resized(element: Element, show: () => void): void {
    const observer = new ResizeObserver(() => requestAnimationFrame(show));
    observer.observe(element);
    this.undo.push(() => observer.disconnect());
  }

  /** Calls back after JupyterLab changed between the light and the dark theme. */
  themed(show: () => void): void {
    const observer = new MutationObserver(show);
    observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-name", "class"] });
    this.undo.push(() => observer.disconnect());
  }

  /** Returns the address of a picture that arrived as bytes. */
  picture(bytes: Bytes): string {
    const url = URL.createObjectURL(new Blob([bytes as unknown as BlobPart]));
    this.undo.push(() => URL.revokeObjectURL(url));
    return url;
  }

  /** Removes all observers and addresses. */
  release(): void {
    for (const undo of this.undo.splice(0)) undo();
  }
}
