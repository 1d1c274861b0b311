// `amfmn kernel install|uninstall`: adds the TypeScript kernel to a Jupyter, or removes it.
import { fileURLToPath } from "node:url";
import {
  installKernelspec,
  installPapermillTranslator,
  installTslabKernelspecs,
  uninstallKernelspec,
  uninstallTslabKernelspecs,
} from "typescript-lab/install";
import { OptionError } from "../../lib/base/errors.js";
import { defineCommand } from "../command.js";

/** Folder of this package. Cells of any notebook may import it and its dependencies. */
const packageFolder = fileURLToPath(new URL("../../../", import.meta.url));

export const kernelCommand = defineCommand({
  name: "kernel",
  summary: "install the TypeScript kernel into a Jupyter, or uninstall it",
  usage: "install|uninstall [--user | --prefix DIR | --sys-prefix] [--as-tslab [--force]] [--papermill]",
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
    "as-tslab": { type: "boolean", help: "install also under the names of tslab's kernels, tslab and jslab" },
    force: { type: "boolean", help: "with --as-tslab: replace tslab itself" },
    papermill: {
      type: "boolean",
      help: "install also the Python package by which papermill writes parameters in TypeScript",
    },
  },
  async run(values, output, [action]) {
    const places = ["user", "prefix", "sys-prefix"].filter((name) => name in values);
    if (places.length > 1) {
      throw new OptionError(
        `amfmn kernel: expected one of --user, --prefix DIR and --sys-prefix, found ${places.map((name) => `--${name}`).join(" and ")}; give one.`,
      );
    }
    const place = { prefix: values.prefix, sysPrefix: values["sys-prefix"] };
    const packages = { packageFolders: [packageFolder] };
    const tslab =
      action === "uninstall"
        ? uninstallTslabKernelspecs(place)
        : values["as-tslab"]
          ? installTslabKernelspecs(place, { ...packages, force: values.force })
          : [];
    const folder = action === "install" ? installKernelspec(place, packages) : uninstallKernelspec(place);
    const papermill = action === "install" && values.papermill ? [installPapermillTranslator(place)] : [];
    const done = action === "install" ? "Installed" : "Removed";
    for (const one of [folder, ...tslab, ...papermill]) output.print(`${done} ${one}`);
    output.json({ action, folder, tslab, papermill: papermill.length > 0 });
  },
});
