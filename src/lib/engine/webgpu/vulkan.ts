// Vulkan on Linux: its loader, its drivers and the graphics cards. Dawn and the loader print complaints on standard error
// when one of them is missing, so that all three are looked for before Dawn is loaded.
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, join } from "node:path";

/** The reason why Vulkan cannot work here; undefined when it may. */
export function missingVulkan(): string | undefined {
  if (!hasLoader()) return "this machine has no Vulkan; install libvulkan.so.1 and a graphics driver";
  const drivers = driverManifests();
  if (drivers.length === 0) return "this machine has no Vulkan driver; install its graphics driver";
  if (hasGraphicsCard() || drivers.some(isSoftware)) return undefined;
  return "this machine has no graphics card";
}

/** Reports whether the system lists a graphics card. */
export function hasGraphicsCard(): boolean {
  const card = /^(renderD\d+|nvidia\d+|nvidiactl|dxg|mali\d+|kgsl-3d0|nvhost-gpu)$/;
  return ["/dev", "/dev/dri"].some((folder) => filesOf(folder).some((name) => card.test(name)));
}

function hasLoader(): boolean {
  const triplet = process.arch === "arm64" ? "aarch64-linux-gnu" : "x86_64-linux-gnu";
  const usual = [
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib64",
    `/usr/lib/${triplet}`,
    `/lib/${triplet}`,
  ];
  return [...list(process.env.LD_LIBRARY_PATH), ...usual].some((folder) =>
    existsSync(join(folder, "libvulkan.so.1")),
  );
}

/** Returns the drivers' manifests, in the places where the loader looks for them. */
function driverManifests(): string[] {
  const { env } = process;
  const named = env.VK_DRIVER_FILES ?? env.VK_ICD_FILENAMES;
  if (named !== undefined) return list(named).flatMap(manifestsIn);
  const folders = [
    env.XDG_CONFIG_HOME ?? join(homedir(), ".config"),
    ...list(env.XDG_CONFIG_DIRS ?? "/etc/xdg"),
    "/usr/local/etc",
    "/etc",
    env.XDG_DATA_HOME ?? join(homedir(), ".local/share"),
    ...list(env.XDG_DATA_DIRS ?? "/usr/local/share:/usr/share"),
  ].map((folder) => join(folder, "vulkan/icd.d"));
  return [...list(env.VK_ADD_DRIVER_FILES), ...folders].flatMap(manifestsIn);
}

/** Returns a manifest, or the manifests of a folder. */
function manifestsIn(path: string): string[] {
  if (path.endsWith(".json")) return existsSync(path) ? [path] : [];
  return filesOf(path)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(path, name));
}

/** Recognizes the drivers that compute on the processor: Mesa's lavapipe and SwiftShader. */
function isSoftware(manifest: string): boolean {
  return /lvp|swiftshader/i.test(basename(manifest));
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function list(paths: string | undefined): string[] {
  return (paths ?? "").split(delimiter).filter((path) => path !== "");
}
