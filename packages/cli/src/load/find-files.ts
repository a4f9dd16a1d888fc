import { globSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { faultReason, nearestName } from "@spikeloom/kernel";
import { FILE_READ, NOTHING_TO_CHECK } from "../errors.ts";
import { readBytes } from "./read-bytes.ts";

/**
 * List the files that paths, folders and patterns mean, each once, in order.
 *
 * Of a folder these are the networks and models in JSON, below it too; a path of its own stands for
 * itself, whatever it is, so that whoever reads it says what is wrong.
 */
export function findFiles(given: readonly string[]): readonly string[] {
  return [...new Set(given.flatMap(filesOf))];
}

function filesOf(path: string): readonly string[] {
  const kind = asked(path, () => statSync(path, { throwIfNoEntry: false }));
  if (kind?.isDirectory()) return required(path, inFolder(path));
  if (kind !== undefined || !/[*?[{]/.test(path)) return [path];
  return required(
    path,
    asked(path, () => globSync(path))
      .toSorted()
      .flatMap(filesMatched),
  );
}

/** List what a match of a pattern stands for; unlike a folder of its own, one that matches may hold nothing. */
function filesMatched(path: string): readonly string[] {
  const kind = asked(path, () => statSync(path, { throwIfNoEntry: false }));
  if (!kind?.isDirectory()) return [path];
  return isPassedOver(basename(path)) ? [] : inFolder(path);
}

/** Ask the file system; what it refuses is told with its reason. */
function asked<Value>(file: string, ask: () => Value): Value {
  try {
    return ask();
  } catch (fault) {
    throw FILE_READ({ file, reason: faultReason(fault) });
  }
}

function required(path: string, files: readonly string[]): readonly string[] {
  if (files.length === 0) throw NOTHING_TO_CHECK({ path });
  return files;
}

function inFolder(folder: string): readonly string[] {
  const entries = asked(folder, () => readdirSync(folder, { withFileTypes: true }));
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return isPassedOver(entry.name) ? [] : inFolder(path);
      return entry.name.endsWith(".json") && isOurs(path) ? [path] : [];
    });
}

function isPassedOver(folder: string): boolean {
  return folder === "node_modules" || folder.startsWith(".");
}

const format = /"format"\s*:\s*"([^"]*)"/;
const kind = /"kind"\s*:\s*"([^"]*)"/;
const contract = /"contract"\s*:/;
/** What networks have and little else does, whatever they call their format. */
const parts = [/"populations"\s*:\s*\{/, /"model"\s*:/, /"size"\s*:/];

const formats = ["spikeloom-network", "spikeloom-sweep-plan"];
const kinds = ["neuron", "synapse", "plasticity"];

/** Tell a network or a model from other JSON by its words, as what is to be found may be broken. */
function isOurs(path: string): boolean {
  const text = textOf(path);
  // Whoever checks it says why it cannot be read.
  if (text === undefined) return true;
  const named = nearestName(format.exec(text)?.[1] ?? "", formats);
  if (named !== undefined) return named === "spikeloom-network";
  if (parts.every((part) => part.test(text))) return true;
  return contract.test(text) && nearestName(kind.exec(text)?.[1] ?? "", kinds) !== undefined;
}

function textOf(path: string): string | undefined {
  try {
    return new TextDecoder().decode(readBytes(path));
  } catch {
    return undefined;
  }
}
