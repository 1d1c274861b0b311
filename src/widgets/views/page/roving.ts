// Keyboard focus in groups of buttons (roving tabindex).

/** Makes a group of buttons one stop of the Tab key. Arrow keys, Home and End move the focus inside it. */
export function roving(group: HTMLElement, selector: string): void {
  const items = () => [...group.querySelectorAll<HTMLElement>(selector)];
  const enter = (item: HTMLElement) => {
    for (const one of items()) one.tabIndex = one === item ? 0 : -1;
  };
  group.addEventListener("focusin", ({ target }) => {
    const item = items().find((one) => one === target);
    if (item) enter(item);
  });
  group.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const next = neighbor(all, at, event.key);
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  });
}

/** Lets Tab reach the first of the buttons only. Called after a group was filled. */
export function firstStop(buttons: readonly HTMLElement[]): void {
  for (const [i, button] of buttons.entries()) button.tabIndex = i === 0 ? 0 : -1;
}

/** Returns the index of the next button: in order for left and right, the nearest in the next line for up and down. */
function neighbor(all: readonly HTMLElement[], at: number, key: string): number | undefined {
  if (key === "ArrowRight") return Math.min(all.length - 1, at + 1);
  if (key === "ArrowLeft") return Math.max(0, at - 1);
  if (key === "Home") return 0;
  if (key === "End") return all.length - 1;
  if (key !== "ArrowDown" && key !== "ArrowUp") return undefined;
  const here = all[at]!.getBoundingClientRect();
  const down = key === "ArrowDown";
  let [best, least] = [at, Number.POSITIVE_INFINITY];
  for (const [i, one] of all.entries()) {
    const box = one.getBoundingClientRect();
    const lines = down ? box.top - here.top : here.top - box.top;
    if (lines < here.height / 2) continue;
    const distance = lines * 10 + Math.abs(box.left - here.left);
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}
