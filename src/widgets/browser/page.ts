// What the page sides share: the model that anywidget hands over, theme colours, and small ways to make elements.

/** The part of anywidget's model that the views use. */
export interface PageModel<S extends object> {
  get<K extends keyof S & string>(name: K): S[K];
  set<K extends keyof S & string>(name: K, value: S[K]): void;
  save_changes(): void;
  on(event: string, callback: () => void): void;
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

/** The address of a picture that came as bytes. */
export function pictureUrl(bytes: Bytes): string {
  return URL.createObjectURL(new Blob([bytes as unknown as BlobPart]));
}

/** Makes an element with attributes and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Adds the style that all views share, which follows JupyterLab's theme and stands without it. */
export function addStyle(root: HTMLElement): void {
  root.classList.add("amfmn-view");
  root.append(
    element(
      "style",
      {},
      `.amfmn-view{font-family:var(--jp-ui-font-family,system-ui,sans-serif);font-size:15px;color:var(--jp-ui-font-color1,#1a1a1a);padding:6px 0}
.amfmn-view label{display:inline-flex;align-items:center;gap:8px;margin-right:18px}
.amfmn-view input[type=text],.amfmn-view button{font:inherit;color:inherit;background:var(--jp-layout-color1,#fff);border:1px solid var(--jp-border-color1,#bdbdbd);border-radius:4px;padding:6px 10px}
.amfmn-view button:focus-visible,.amfmn-view input:focus-visible,.amfmn-view canvas:focus-visible{outline:2px solid var(--jp-brand-color1,#1976d2)}
.amfmn-view .row{display:flex;flex-wrap:wrap;gap:12px;align-items:flex-start;margin-top:8px}
.amfmn-view figure{margin:0;max-width:240px}
.amfmn-view figcaption,.amfmn-view .note{color:var(--jp-ui-font-color2,#555);font-size:13px;margin-top:4px;overflow-wrap:anywhere}
.amfmn-view .track{height:10px;border-radius:5px;background:var(--jp-layout-color3,#ddd);overflow:hidden;margin:6px 0}
.amfmn-view .track>div{height:100%;width:0;background:var(--jp-brand-color1,#1976d2)}`,
    ),
  );
}

const viridisStops = [
  0x440154, 0x482878, 0x3e4a89, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6dcd59, 0xfde725,
];

/** Viridis: red, green and blue in 0…255 of a value in 0…1. */
export function viridis(value: number): [number, number, number] {
  const position = Math.min(1, Math.max(0, value)) * (viridisStops.length - 1);
  const low = Math.min(viridisStops.length - 2, Math.floor(position));
  const share = position - low;
  const mix = (shift: number) => {
    const channel = (stop: number) => (viridisStops[stop]! >> shift) & 255;
    return Math.round(channel(low) * (1 - share) + channel(low + 1) * share);
  };
  return [mix(16), mix(8), mix(0)];
}
