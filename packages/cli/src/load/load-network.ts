import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { MODULE_NETWORK } from "../errors.ts";
import type { DataOptions } from "../with-data.ts";
import { isModule, located, moduleAt } from "./import-module.ts";
import { type FileContents, readContents, readOnlyNetwork } from "./load-model.ts";
import { readBytes } from "./read-bytes.ts";
import { withFiles } from "./with-files.ts";

/** What a module's function `network` is called with. */
export interface NetworkRequest {
  readonly seed?: number | undefined;
  /** Duration, as given to `--for`. */
  readonly for?: string | undefined;
  readonly dt?: string | undefined;
}

/** What may be read beside a file, and the plugins that it can name. */
export type LoadOptions = Pick<DataOptions, "allowOutside" | "memory"> & {
  readonly stack: Stack;
};

/** Load a network from a JSON file, or from a module that exports `network`, with its data files. */
export async function loadNetwork(
  file: string,
  { stack, allowOutside, memory, ...request }: NetworkRequest & LoadOptions,
): Promise<NetworkRecord> {
  const bytes = readBytes(file);
  const network = isModule(file)
    ? await loadModule(file, request)
    : readOnlyNetwork(bytes, file, stack);
  return await withFiles(network, file, { allowOutside, memory });
}

/** Load what a file holds: a network, or a model in JSON. */
export async function loadContents(
  file: string,
  { dt, ...options }: LoadOptions & Pick<NetworkRequest, "dt">,
): Promise<FileContents> {
  const bytes = readBytes(file);
  if (isModule(file)) {
    return { network: await withFiles(await loadModule(file, { dt }), file, options) };
  }
  const contents = readContents(bytes, file, options.stack);
  if (contents.model !== undefined) return contents;
  return { network: await withFiles(contents.network, file, options) };
}

async function loadModule(file: string, request: NetworkRequest): Promise<NetworkRecord> {
  const url = pathToFileURL(resolve(file)).href;
  const { network: found } = await moduleAt(url, file);
  const made: unknown =
    typeof found === "function"
      ? await located(url, file, async () => await found(request))
      : found;
  if (isNetwork(made)) return made;
  throw MODULE_NETWORK({ file, got: kindOf(made) });
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
