// What anywidget hands to the page side of a view, and how binary traits arrive there.

/** The part of anywidget's model that the views use. */
export interface PageModel<S extends object> {
  get<K extends keyof S & string>(name: K): S[K];
  set<K extends keyof S & string>(name: K, value: S[K]): void;
  save_changes(): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
  send(content: object): void;
}

export interface RenderContext<S extends object> {
  model: PageModel<S>;
  el: HTMLElement;
}

/** Bytes as the page gets them. */
export type Bytes = DataView;

export function floats(bytes: Bytes): Float32Array {
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

export function words16(bytes: Bytes): Uint16Array {
  return new Uint16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

/** Changes one trait here and in the kernel. */
export function change<S extends object, K extends keyof S & string>(
  model: PageModel<S>,
  name: K,
  value: S[K],
): void {
  model.set(name, value);
  model.save_changes();
}

/** What a view has taken hold of and must let go when it is removed. */
export class Disposables {
  private readonly undo: (() => void)[] = [];

  /** Calls back now and after each change of the traits named. */
  follow<S extends object>(model: PageModel<S>, names: (keyof S & string)[], show: () => void): void {
    for (const name of names) {
      model.on(`change:${name}`, show);
      this.undo.push(() => model.off(`change:${name}`, show));
    }
    show();
  }

  /** Calls back when the element's width changes. */
  resized(element: Element, show: () => void): void {
    const observer = new ResizeObserver(() => requestAnimationFrame(show));
    observer.observe(element);
    this.undo.push(() => observer.disconnect());
  }

  /** Calls back when JupyterLab changes between light and dark. */
  themed(show: () => void): void {
    const observer = new MutationObserver(show);
    observer.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-name", "class"] });
    this.undo.push(() => observer.disconnect());
  }

  /** The address of a picture that came as bytes. */
  picture(bytes: Bytes): string {
    const url = URL.createObjectURL(new Blob([bytes as unknown as BlobPart]));
    this.undo.push(() => URL.revokeObjectURL(url));
    return url;
  }

  release(): void {
    for (const undo of this.undo.splice(0)) undo();
  }
}
