import { join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  adapterText,
  type Gpu,
  isSoftwareAdapter,
} from "../../packages/code/src/processor/index.ts";
import { dawnFolder, installDawn } from "../browser/dawn.ts";

/** Access to the graphics processors of this machine. */
export interface Graphics {
  readonly gpu: Gpu;
  /** Name of the card, or of the software that replaces one. */
  readonly name: string;
  readonly isSoftware: boolean;
}

/** Open Dawn with the drivers of this machine; with the software driver of the tests if it has none. */
export async function openGraphics(): Promise<Graphics> {
  const module = join(dawnFolder(), "node_modules/webgpu/index.js");
  const { create } = (await import(pathToFileURL(module).href)) as { create(flags: string[]): Gpu };
  const found = await describe(create([]));
  if (found !== undefined) return found;
  installDawn();
  const software = await describe(create([]));
  if (software !== undefined) return software;
  throw new Error("There is no adapter for WebGPU, not even in software.");
}

async function describe(gpu: Gpu): Promise<Graphics | undefined> {
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) return undefined;
  return { gpu, name: adapterText(adapter), isSoftware: isSoftwareAdapter(adapter) };
}
