import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { isModule, moduleAt } from "../load/import-module.ts";
import { readBytes } from "../load/read-bytes.ts";
import { beginsAsNetwork, isPlain } from "../load/read-thing.ts";

/** Whether a file contains a training: JSON that says so, or a module that exports one and no network. */
export async function isTraining(file: string): Promise<boolean> {
  if (isModule(file)) {
    readBytes(file);
    const { network, training } = await moduleAt(pathToFileURL(resolve(file)).href, file);
    return network === undefined && training !== undefined;
  }
  if (extname(file).toLowerCase() !== ".json" || !isPlain(file)) return false;
  // Large networks are not read twice.
  return !(await beginsAsNetwork(file)) && saysTraining(readBytes(file));
}

/** Whether a file is a module that exports a training in addition to a network. */
export async function isBoth(file: string): Promise<boolean> {
  if (!isModule(file)) return false;
  const { network, training } = await moduleAt(pathToFileURL(resolve(file)).href, file);
  return network !== undefined && training !== undefined;
}

function saysTraining(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder().decode(bytes);
    if (!text.includes('"spikeloom-training"')) return false;
    const value: { readonly format?: unknown } | null = JSON.parse(text);
    return value?.format === "spikeloom-training";
  } catch {
    // The reader of networks reports errors of the text, with their place.
    return false;
  }
}
