// Vulkan in software, for tests of the webgpu engine. Chromium brings SwiftShader and a loader.
import { existsSync } from "node:fs";

const folder = ["/usr/lib/chromium", "/opt/google/chrome"].find(
  (path) => existsSync(`${path}/vk_swiftshader_icd.json`) && existsSync(`${path}/libvulkan.so.1`),
);

/** Reason to skip tests of webgpu, or false. */
export const noVulkan = folder === undefined && "no Chromium with SwiftShader is installed";

/** Environment in which a process finds SwiftShader and no other driver. */
export const softwareVulkan = {
  LD_LIBRARY_PATH: folder,
  VK_ICD_FILENAMES: `${folder}/vk_swiftshader_icd.json`,
};
