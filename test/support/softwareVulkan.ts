// A Vulkan that the processor computes, for tests of the webgpu engine: Chromium brings SwiftShader and a loader.
import { existsSync } from "node:fs";

const folder = ["/usr/lib/chromium", "/opt/google/chrome"].find(
  (path) => existsSync(`${path}/vk_swiftshader_icd.json`) && existsSync(`${path}/libvulkan.so.1`),
);

/** Why tests of webgpu cannot run here, or false when they can. */
export const noVulkan = folder === undefined && "no Chromium with SwiftShader is installed";

/** What a process must be started with to find it, and no other. */
export const softwareVulkan = {
  LD_LIBRARY_PATH: folder,
  VK_ICD_FILENAMES: `${folder}/vk_swiftshader_icd.json`,
};
