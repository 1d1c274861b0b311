// `amfmn kernel install|uninstall`: makes the TypeScript kernel known to a Jupyter, or takes it away.
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
      help: "below DIR/share/jupyter, such as a virtual environment",
    },
    "sys-prefix": { type: "boolean", help: "into the Python environment that `python3` belongs to" },
  },
  async run(values, output, [action]) {
    if (action !== "install" && action !== "uninstall") {
      throw new OptionError(
        `amfmn kernel: expected install or uninstall, found ${action ? `"${action}"` : "nothing"}.`,
      );
    }
    const chosen = [values.user, values.prefix, values["sys-prefix"]].filter(Boolean).length;
    if (chosen > 1)
      throw new OptionError("amfmn kernel: give one of --user, --prefix DIR and --sys-prefix, not several.");
    const place = { prefix: values.prefix, sysPrefix: values["sys-prefix"] };
    const folder = action === "install" ? await installKernelspec(place) : await uninstallKernelspec(place);
    output.print(`${action === "install" ? "Installed" : "Removed"} ${folder}`);
    output.json({ action, folder });
  },
});
