import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Gpu } from "../../plugins/backend-webgpu/src/index.ts";
import { installSoftwareGraphics } from "./chromium.ts";
import { installPinned } from "./pinned.ts";

const cache = resolve(import.meta.dirname, "../../.browser/dawn");
const pinned = join(import.meta.dirname, "dawn");

/** Dawn, the WebGPU of Node, with a driver that needs no graphics processor. */
export interface InstalledDawn {
  /** Folder from which `webgpu` is imported. */
  readonly folder: string;
  /** Environment in which a process of Node finds the driver. */
  readonly env: NodeJS.ProcessEnv;
  /** Folder of the driver; undefined if the machine's own drivers are used. */
  readonly software: string | undefined;
}

/**
 * Install Dawn from npm into `.browser/dawn/`, where it stays, and the driver that comes with Chromium.
 *
 * npm has the driver for Linux on x64 only; elsewhere, the machine's own driver is used.
 */
export function installDawn(): InstalledDawn {
  installPinned({ from: pinned, to: cache });
  if (process.platform !== "linux" || process.arch !== "x64") {
    return { folder: cache, env: process.env, software: undefined };
  }
  const software = installSoftwareGraphics();
  const names = JSON.parse(readFileSync(join(software, "vk_swiftshader_icd.json"), "utf8"));
  const list = join(software, "driver.json");
  names.ICD.library_path = join(software, "libvk_swiftshader.so");
  if (!existsSync(list)) writeFileSync(list, JSON.stringify(names));
  const files = { VK_DRIVER_FILES: list, VK_ICD_FILENAMES: list };
  return { folder: cache, env: { ...process.env, ...files, LD_LIBRARY_PATH: software }, software };
}

/** Numbers of the system's dynamic linker: load now, for all others, and keep. */
const loading = { now: 2, global: 0x100, keep: 0x1000 };

/** Open Dawn in this process, which needs no Vulkan installed. */
export async function openDawn({ folder, env, software }: InstalledDawn): Promise<Gpu> {
  if (software !== undefined) {
    process.env["VK_DRIVER_FILES"] = process.env["VK_ICD_FILENAMES"] = env["VK_DRIVER_FILES"];
    try {
      const flags = loading.now | loading.global | loading.keep;
      process.dlopen({ exports: {} }, join(software, "libvulkan.so.1"), flags);
    } catch {
      // The library is no addon of Node, which is noticed after it was loaded.
    }
  }
  const module = join(folder, "node_modules/webgpu/index.js");
  const { create } = (await import(pathToFileURL(module).href)) as { create(flags: string[]): Gpu };
  return create([]);
}
