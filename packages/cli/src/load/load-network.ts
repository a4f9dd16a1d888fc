import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { NetworkRecord, Stack } from "@spikeloom/kernel";
import { MODULE_NETWORK, MODULE_PARAMETER } from "../errors.ts";
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

/** What a file makes a network of. */
export interface LoadedSource {
  /** What the function of a module takes, with the values that it has unless told; nothing otherwise. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Make the network with these values, with its data files. */
  network(values: Readonly<Record<string, ParameterValue>>): Promise<NetworkRecord>;
}

type ParameterValue = number | string | boolean | object;

/** Load a network from a JSON file, or from a module that exports `network`, with its data files. */
export async function loadNetwork(
  file: string,
  options: NetworkRequest & LoadOptions,
): Promise<NetworkRecord> {
  const { parameters, network } = await loadSource(file, options);
  return await network(parameters);
}

/**
 * Load what makes a network.
 *
 * A module whose `network` is a function may export its `parameters`: values by name, which the function
 * is given beside `seed`, `for` and `dt`.
 */
export async function loadSource(
  file: string,
  { stack, allowOutside, memory, ...request }: NetworkRequest & LoadOptions,
): Promise<LoadedSource> {
  const bytes = readBytes(file);
  const data = { allowOutside, memory };
  if (!isModule(file)) {
    const read = readOnlyNetwork(bytes, file, stack);
    return { parameters: {}, network: async () => await withFiles(read, file, data) };
  }
  const { parameters, make } = await loadModule(file, request);
  return {
    parameters,
    network: async (values) => await withFiles(await make(values), file, data),
  };
}

/** Load what a file holds: a network, or a model in JSON. */
export async function loadContents(
  file: string,
  { dt, ...options }: LoadOptions & Pick<NetworkRequest, "dt">,
): Promise<FileContents> {
  const bytes = readBytes(file);
  if (isModule(file)) {
    const { parameters, make } = await loadModule(file, { dt });
    return { network: await withFiles(await make(parameters), file, options) };
  }
  const contents = readContents(bytes, file, options.stack);
  if (contents.model !== undefined) return contents;
  return { network: await withFiles(contents.network, file, options) };
}

interface LoadedModule extends Pick<LoadedSource, "parameters"> {
  make(values: LoadedSource["parameters"]): Promise<NetworkRecord>;
}

async function loadModule(file: string, request: NetworkRequest): Promise<LoadedModule> {
  const url = pathToFileURL(resolve(file)).href;
  const { network: found, parameters } = await moduleAt(url, file);
  const isFunction = typeof found === "function";
  return {
    parameters: isFunction ? settable(parameters, file) : {},
    async make(values) {
      const made: unknown = isFunction
        ? await located(url, file, async () => await found({ ...values, ...request }))
        : found;
      if (isNetwork(made)) return made;
      throw MODULE_NETWORK({ file, got: kindOf(made) });
    },
  };
}

/** Take a module's parameters; the names of what every function is given beside are refused. */
function settable(parameters: unknown, file: string): LoadedSource["parameters"] {
  if (typeof parameters !== "object" || parameters === null) return {};
  const taken = Object.keys(parameters).find((name) => ofRequest.has(name));
  if (taken === undefined) return { ...parameters };
  throw MODULE_PARAMETER({ place: `${file}: parameters.${taken}`, got: taken });
}

const ofRequest: ReadonlySet<string> = new Set(["seed", "for", "dt"]);

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
