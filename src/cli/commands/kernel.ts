// `amfmn kernel install|uninstall`: adds the TypeScript kernel to a Jupyter, or removes it.
import { fileURLToPath } from "node:url";
import { installKernelspec, uninstallKernelspec } from "typescript-lab/install";
import { OptionError } from "../../lib/base/errors.js";
import { defineCommand } from "../command.js";

/** Folder of this package. Cells of any notebook may import it and its dependencies. */
const packageFolder = fileURLToPath(new URL("../../../", import.meta.url));

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
    const folder =
      action === "install"
        ? installKernelspec(place, { packageFolders: [packageFolder] })
        : uninstallKernelspec(place);
    output.print(`${action === "install" ? "Installed" : "Removed"} ${folder}`);
    output.json({ action, folder });
  },
});
