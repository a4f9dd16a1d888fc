import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { FormatThing, Loss, NetworkRecord, Stack } from "@spikeloom/kernel";
import { MODULE_NETWORK, MODULE_PARAMETER, NOT_A_NETWORK } from "../errors.ts";
import type { DataOptions } from "../with-data.ts";
import { isModule, located, moduleAt } from "./import-module.ts";
import { type FileContents, modelContents, readContents, readOnlyNetwork } from "./load-model.ts";
import { readBytes } from "./read-bytes.ts";
import { printLosses, type ReadThingOptions, readThing, refuseReading } from "./read-thing.ts";
import { withSpikes } from "./record-spikes.ts";
import { withFiles } from "./with-files.ts";

/** Arguments of a module's function `network`. */
export interface NetworkRequest {
  readonly seed?: number | undefined;
  /** Duration, as given to `--for`. */
  readonly for?: string | undefined;
  readonly dt?: string | undefined;
}

/** Access to further files, and the plugins that the file can name. */
export type LoadOptions = Pick<DataOptions, "memory"> &
  ReadThingOptions & {
    readonly stack: Stack;
    /** Receives losses; by default they are printed. */
    readonly onLosses?: ((losses: readonly Loss[], file: string) => void) | undefined;
  };

/** A network, or a function that creates one, from a file. */
export interface LoadedSource {
  /** Parameters of the module's function with their defaults; empty otherwise. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Create the network with these values, with its data files. */
  network(values: Readonly<Record<string, ParameterValue>>): Promise<NetworkRecord>;
}

type ParameterValue = number | string | boolean | object;

/** Load a network from a file of any format, or from a module, with its data files. */
export async function loadNetwork(
  file: string,
  options: NetworkRequest & LoadOptions,
): Promise<NetworkRecord> {
  const { parameters, network } = await loadSource(file, options);
  return await network(parameters);
}

/**
 * Load a network or a function that creates one.
 *
 * A module whose `network` is a function may export its `parameters`: values by name, which are passed to the function
 * together with `seed`, `for` and `dt`.
 */
export async function loadSource(
  file: string,
  { seed, for: duration, dt, ...options }: NetworkRequest & LoadOptions,
): Promise<LoadedSource> {
  if (!isModule(file)) {
    const read = await networkIn(file, options);
    return { parameters: {}, network: async () => await withFiles(read, file, options) };
  }
  refuseReading(file, options);
  readBytes(file);
  const { parameters, make } = await loadModule(file, { seed, for: duration, dt });
  return {
    parameters,
    network: async (values) => await withFiles(await make(values), file, options),
  };
}

async function networkIn(file: string, options: LoadOptions): Promise<NetworkRecord> {
  const read = await foreignThing(file, options);
  if (read === undefined) {
    const bytes = readBytes(file);
    refuseOthers(bytes, file);
    return readOnlyNetwork(bytes, file, options.stack);
  }
  if (read.holds === "network") return withSpikes(read.network, options.stack);
  throw notNetwork(file, read);
}

/** Refuse training files and programs, and explain how to use them. */
function refuseOthers(bytes: Uint8Array, file: string): void {
  const begin = new TextDecoder().decode(bytes.subarray(0, 1000));
  const [, format = ""] = /"format"\s*:\s*"spikeloom-(training|program)"/.exec(begin) ?? [];
  const next = {
    training: `Train it with spikeloom train ${file}, then run the network that this writes.`,
    program: `Run it with spikeloom run ${file}; for other commands, use the network from which it was written.`,
  }[format];
  if (next !== undefined) throw NOT_A_NETWORK({ file, holds: `a ${format}`, next });
}

/** Read a file of another format and report losses; undefined for SpikeLoom JSON. */
async function foreignThing(
  file: string,
  { stack, onLosses = printLosses, ...options }: LoadOptions,
): Promise<FormatThing | undefined> {
  const read = await readThing(file, stack, options);
  if (read === undefined) return undefined;
  onLosses(read.losses, file);
  return read.thing;
}

/** Suggest what to do with a file that contains no network. */
export function notNetwork(file: string, { holds }: FormatThing): Error {
  const word = holds === "layers" ? holds : `a ${holds}`;
  return NOT_A_NETWORK({ file, holds: word, next: insteadOf(file)[holds] });
}

function insteadOf(file: string): Readonly<Record<FormatThing["holds"], string>> {
  const others = `spikeloom convert ${file} --to FORMAT writes it in another format.`;
  const layers = `spikeloom inspect ${file} lists them; spikeloom convert ${file} --to spikeloom-network --samples FILE.npy makes a spiking network of those of ONNX and Keras.`;
  return { network: others, model: others, result: others, layers };
}

/** Load the contents of a file: a network, or a model. */
export async function loadContents(
  file: string,
  { dt, ...options }: LoadOptions & Pick<NetworkRequest, "dt">,
): Promise<FileContents> {
  if (isModule(file)) {
    refuseReading(file, options);
    readBytes(file);
    const { parameters, make } = await loadModule(file, { dt });
    return { network: await withFiles(await make(parameters), file, options) };
  }
  const thing = await foreignThing(file, options);
  const contents =
    thing === undefined
      ? readContents(readBytes(file), file, options.stack)
      : contentsOf(file, thing);
  if (contents.model !== undefined) return contents;
  return { network: await withFiles(contents.network, file, options) };
}

function contentsOf(file: string, thing: FormatThing): FileContents {
  if (thing.holds === "network") return { network: thing.network };
  if (thing.holds === "model") return modelContents(thing.model);
  throw notNetwork(file, thing);
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

/** Read a module's parameters; names of the arguments of every function are refused. */
function settable(parameters: unknown, file: string): LoadedSource["parameters"] {
  if (typeof parameters !== "object" || parameters === null) return {};
  const taken = Object.keys(parameters).find((name) => ofRequest.has(name));
  if (taken === undefined) return { ...parameters };
  throw MODULE_PARAMETER({ place: `${file}: parameters.${taken}`, got: taken });
}

const ofRequest: ReadonlySet<string> = new Set(["seed", "for", "dt"]);

/** Whether this is meant as a network; the check before every use reports everything else. */
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
