// Dropdown as one wants to write it: options and a value, where the protocol has labels and an index.
import { WidgetError } from "./core/host.js";
import { type DropdownState, Dropdown as GeneratedDropdown } from "./generated/inputs.js";

export interface DropdownOptions<V extends string>
  extends Omit<Partial<DropdownState>, "index" | "_options_labels"> {
  readonly options: readonly V[];
  readonly value?: V;
}

/**
 * @example
 * const attention = new Dropdown({ options: ["soft", "fusion"], value: "soft", description: "attention" });
 * attention.observe("index", () => console.log(attention.value));
 */
export class Dropdown<V extends string = string> extends GeneratedDropdown {
  private readonly options: readonly V[];

  constructor({ options, value, ...state }: DropdownOptions<V>) {
    if (value !== undefined && !options.includes(value)) {
      throw new WidgetError(`Dropdown.value: expected one of ${options.join(", ")}, found "${value}".`);
    }
    super({
      ...state,
      _options_labels: [...options],
      index: value === undefined ? null : options.indexOf(value),
    });
    this.options = options;
  }

  /** The chosen option, or null where none is. */
  get value(): V | null {
    return this.index === null ? null : (this.options[this.index] ?? null);
  }
}
