import {
  checkOptionNames,
  type FormatThing,
  type Loss,
  type NetworkRecord,
  type OptionNames,
  type Stack,
} from "@spikeloom/kernel";
import { defaultStack } from "./default-stack.ts";
import { NOT_A_NETWORK } from "./errors.ts";
import { type FileInput, openInput } from "./open-input.ts";
import { withData } from "./with-data.ts";

/** Options of reading a file of any format. */
export interface ReadFileOptions {
  /** Name of its format; by default detected from the contents. */
  readonly from?: string | undefined;
  /** Options of that format. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** Whether files outside of its folder may be opened; by default they may not. */
  readonly allowOutside?: boolean | undefined;
  readonly stack?: Stack | undefined;
}

/** Contents of a file. */
export interface ReadContents {
  readonly thing: FormatThing;
  /** The format that read it. */
  readonly format: string;
  /** Losses of reading. */
  readonly losses: readonly Loss[];
}

/** A network from a file. */
export interface ReadNetwork extends Omit<ReadContents, "thing"> {
  readonly network: NetworkRecord;
}

/** Names of the options of reading a file. */
export const readNames: OptionNames<ReadFileOptions> = {
  from: true,
  options: true,
  allowOutside: true,
  stack: true,
};

/**
 * Read a file of any format: a network, a model, a result or layers.
 *
 * The format is detected from the contents. In a browser pass bytes: `{ name, bytes }`, with the
 * files that it refers to in `beside`.
 */
export async function readContents(
  input: FileInput,
  options: ReadFileOptions = {},
): Promise<ReadContents> {
  checkOptionNames(options, readNames, "readContents");
  return await contentsOf(input, options, "readContents");
}

/**
 * Read a network from a file of any format, such as `net.nir` or `network.json`.
 *
 * Like `readContents`, with the numbers of the network in data files.
 */
export async function readNetworkFile(
  input: FileInput,
  options: ReadFileOptions = {},
): Promise<ReadNetwork> {
  checkOptionNames(options, readNames, "readNetworkFile");
  const { thing, format, losses } = await contentsOf(input, options, "readNetworkFile");
  if (thing.holds === "network") return { network: thing.network, format, losses };
  const file = typeof input === "string" ? input : input.name;
  const holds = thing.holds === "layers" ? "layers" : `a ${thing.holds}`;
  throw NOT_A_NETWORK({ file, holds, next: "Read it with readContents." });
}

/** Read the contents of a file, with the numbers of a network in data files. */
export async function contentsOf(
  input: FileInput,
  { from, options, allowOutside, stack = defaultStack }: ReadFileOptions,
  place: string,
): Promise<ReadContents> {
  const read = await openInput(input, { from, options, allowOutside, stack, place });
  const { thing } = read;
  if (thing.holds !== "network" || typeof input !== "string") return read;
  const directory = /^(.*)[/\\]/s.exec(input)?.[1] ?? ".";
  const network = await withData(thing.network, { directory: directory || "/", allowOutside });
  return { ...read, thing: { holds: "network", network } };
}
