// `amfmn kernel install|uninstall`: adds the TypeScript kernel to a Jupyter, or removes it.
import { installKernelspec, uninstallKernelspec } from "../../kernel/install/kernelspec.js";
import { OptionError } from "../../lib/base/errors.js";
import { defineCommand } from "../command.js";

export const kernelCommand = defineCommand({
  name: "kernel",
  summary: "install the TypeScript kernel into a Jupyter, or uninstall it",
  usage: "install|uninstall [--user | --prefix DIR | --sys-prefix]",
  example: "amfmn kernel install --user",
  operands: ["install|uninstall"],
  options: {
    user: { type: "boolean", help: "for the current user (the default)" },
    prefix: {
      type: "string",
      placeholder: "DIR",
      help: "for the environment in DIR (into DIR/share/jupyter)",
    },
    "sys-prefix": { type: "boolean", help: "for the environment of `python3`" },
  },
  async run(values, output, [action]) {
    const places = Object.keys(values).filter((name) => name !== "json");
    if (places.length > 1) {
      throw new OptionError(
        `amfmn kernel: expected one of --user, --prefix DIR and --sys-prefix, found ${places.map((name) => `--${name}`).join(" and ")}; give one.`,
      );
    }
    const place = { prefix: values.prefix, sysPrefix: values["sys-prefix"] };
    const folder = action === "install" ? await installKernelspec(place) : await uninstallKernelspec(place);
    output.print(`${action === "install" ? "Installed" : "Removed"} ${folder}`);
    output.json({ action, folder });
  },
});
