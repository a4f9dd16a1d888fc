import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { NetworkRecord } from "@spikeloom/kernel";
import type { TrainingTask } from "../src/train/task.ts";

/** A training with its network inline. */
export type OwnNetwork = Omit<TrainingTask, "network"> & { readonly network: NetworkRecord };

/** The training file of the first classifier. */
export const digitsFile: string = exampleFile("digits.json");

/** Its output. */
export const digitsTask: OwnNetwork = readExample("digits.json");

/** The path of a training file of that example. */
export function exampleFile(name: string): string {
  return fileURLToPath(new URL(`../../../examples/first-classifier/${name}`, import.meta.url));
}

/** Read a training file of that example. */
export function readExample(name: string): OwnNetwork {
  return JSON.parse(readFileSync(exampleFile(name), "utf8"));
}
