import { globSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { faultReason, nearestName } from "@spikeloom/kernel";
import { FILE_READ, NOTHING_TO_CHECK } from "../errors.ts";
import { readBytes } from "./read-bytes.ts";

/**
 * List the files of paths, folders and patterns, each once, in order.
 *
 * For a folder these are the networks and models in JSON, also in subfolders; a given path is always
 * listed, so that its reader reports what is wrong.
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

/** List the files of a pattern's match; unlike a given folder, one that matches may contain nothing. */
function filesMatched(path: string): readonly string[] {
  const kind = asked(path, () => statSync(path, { throwIfNoEntry: false }));
  if (!kind?.isDirectory()) return [path];
  return isPassedOver(basename(path)) ? [] : inFolder(path);
}

/** Call the file system; reports its errors with the reason. */
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
/** Fields of networks that hardly any other file has, whatever their format. */
const parts = [/"populations"\s*:\s*\{/, /"model"\s*:/, /"size"\s*:/];

const formats = ["spikeloom-network", "spikeloom-sweep-plan"];
const kinds = ["neuron", "synapse", "plasticity"];

/** Distinguish a network or a model from other JSON by its words, because it may be damaged. */
function isOurs(path: string): boolean {
  const text = textOf(path);
  // The check reports why it cannot be read.
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
