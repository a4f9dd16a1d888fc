import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Gpu } from "../../plugins/backend-webgpu/src/index.ts";
import { installSoftwareGraphics } from "./chromium.ts";
import { installPinned } from "./pinned.ts";

const cache = resolve(import.meta.dirname, "../../.browser/dawn");
const pinned = join(import.meta.dirname, "dawn");

/** Numbers of the system's dynamic linker: load now, for all others, and keep. */
const loading = { now: 2, global: 0x100, keep: 0x1000 };

/** Install Dawn from npm, for the drivers of this machine; returns its folder. */
export function dawnFolder(): string {
  installPinned({ from: pinned, to: cache });
  return cache;
}

/**
 * Install Dawn from npm into `.browser/dawn/`, where it stays; returns that folder.
 *
 * On Linux on x64, also load the driver that comes with Chromium into this process, which needs no Vulkan installed.
 * Elsewhere, Dawn uses the machine's own driver.
 */
export function installDawn(): string {
  dawnFolder();
  if (process.platform !== "linux" || process.arch !== "x64") return cache;
  const software = installSoftwareGraphics();
  const list = join(software, "driver.json");
  if (!existsSync(list)) {
    const names = JSON.parse(readFileSync(join(software, "vk_swiftshader_icd.json"), "utf8"));
    names.ICD.library_path = join(software, "libvk_swiftshader.so");
    writeFileSync(list, JSON.stringify(names));
  }
  process.env["VK_DRIVER_FILES"] = process.env["VK_ICD_FILENAMES"] = list;
  try {
    const flags = loading.now | loading.global | loading.keep;
    process.dlopen({ exports: {} }, join(software, "libvulkan.so.1"), flags);
  } catch {
    // The library is no addon of Node, which is noticed after it was loaded.
  }
  return cache;
}

/** Open Dawn in this process. */
export async function openDawn(): Promise<Gpu> {
  const module = join(installDawn(), "node_modules/webgpu/index.js");
  const { create } = (await import(pathToFileURL(module).href)) as { create(flags: string[]): Gpu };
  return create([]);
}
