import { extname } from "node:path";
import { readBytes } from "../load/read-bytes.ts";

/** Whether a file in JSON says that it is a training. */
export function isTraining(file: string): boolean {
  if (extname(file).toLowerCase() !== ".json") return false;
  let value: unknown;
  try {
    const text = new TextDecoder().decode(readBytes(file));
    // Large networks are not read twice.
    if (!text.includes('"spikeloom-training"')) return false;
    value = JSON.parse(text);
  } catch {
    // What is wrong with it is said by whoever reads it as a network.
    return false;
  }
  return (value as { readonly format?: unknown } | null)?.format === "spikeloom-training";
}
