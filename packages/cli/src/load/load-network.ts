import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { faultReason, type NetworkRecord } from "@spikeloom/kernel";
import { readNetwork } from "@spikeloom/network";
import { defaultStack } from "../default-stack.ts";
import { FILE_READ, MODULE_LOAD, MODULE_NETWORK } from "../errors.ts";
import { asCoded } from "../print/coded.ts";
import type { DataOptions } from "../with-data.ts";
import { type FileContents, readContents } from "./load-model.ts";
import { withFiles } from "./with-files.ts";

/** What a module's function `network` is called with. */
export interface NetworkRequest {
  readonly seed?: number | undefined;
  /** Duration, as given to `--for`. */
  readonly for?: string | undefined;
  readonly dt?: string | undefined;
}

/** What may be read beside a file. */
export type LoadOptions = Pick<DataOptions, "allowOutside" | "memory">;

const moduleExtensions: ReadonlySet<string> = new Set([".ts", ".mts", ".js", ".mjs"]);

/** Say whether a file is a module, by its name. */
export function isModule(file: string): boolean {
  return moduleExtensions.has(extname(file));
}

/** Load a network from a JSON file, or from a module that exports `network`, with its data files. */
export async function loadNetwork(
  file: string,
  { allowOutside, memory, ...request }: NetworkRequest & LoadOptions,
): Promise<NetworkRecord> {
  const bytes = readBytes(file);
  const network = isModule(file)
    ? await loadModule(file, request)
    : readNetwork(bytes, { place: file, stackIfFaulty: defaultStack });
  return await withFiles(network, file, { allowOutside, memory });
}

/** Load what a file holds: a network, or a model in JSON. */
export async function loadContents(file: string, options: LoadOptions): Promise<FileContents> {
  const bytes = readBytes(file);
  if (isModule(file)) {
    return { network: await withFiles(await loadModule(file, {}), file, options) };
  }
  const contents = readContents(bytes, file);
  if (contents.model !== undefined) return contents;
  return { network: await withFiles(contents.network, file, options) };
}

function readBytes(file: string): Uint8Array {
  try {
    return boundedBytes(file);
  } catch (fault) {
    throw FILE_READ({ file, reason: faultReason(fault) });
  }
}

/** Read a file, or a pipe as far as a network may be long; more is refused by the reader of JSON. */
function boundedBytes(file: string): Uint8Array {
  if (statSync(file).isFile()) return readFileSync(file);
  const descriptor = openSync(file, "r");
  try {
    const pieces: Buffer[] = [];
    for (let size = 0; size <= mostBytes; ) {
      const piece = Buffer.alloc(2 ** 20);
      const count = readSync(descriptor, piece, 0, piece.length, null);
      if (count === 0) break;
      pieces.push(piece.subarray(0, count));
      size += count;
    }
    return Buffer.concat(pieces);
  } finally {
    closeSync(descriptor);
  }
}

/** As many bytes as a network in JSON may have. */
const mostBytes = 256 * 2 ** 20;

async function loadModule(file: string, request: NetworkRequest): Promise<NetworkRecord> {
  try {
    const loaded: unknown = await import(pathToFileURL(resolve(file)).href);
    const found = (loaded as { readonly network?: unknown }).network;
    const made: unknown = typeof found === "function" ? await found(request) : found;
    if (isNetwork(made)) return made;
    throw MODULE_NETWORK({ file, got: kindOf(made) });
  } catch (fault) {
    throw asCoded(fault) ?? MODULE_LOAD({ file, reason: reasonOf(fault) });
  }
}

/** Whether this is meant as a network; all else is for the check that comes before every use. */
function isNetwork(value: unknown): value is NetworkRecord {
  if (typeof value !== "object" || value === null) return false;
  return (value as { readonly format?: unknown }).format === "spikeloom-network";
}

function kindOf(value: unknown): string {
  if (value === undefined) return "no export of that name, or a function that returns nothing";
  if (value === null) return "null";
  return Array.isArray(value)
    ? "a list"
    : `${typeof value === "object" ? "another object" : typeof value}`;
}

function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  return `${fault.name}: ${fault.message}`.split("\n", 1).join("");
}
