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

/** How a file of any format is read. */
export interface ReadFileOptions {
  /** Its format by name; what is in the file tells where it is not given. */
  readonly from?: string | undefined;
  /** Options of that format. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** Whether files outside of its folder may be opened; they may not where this is not given. */
  readonly allowOutside?: boolean | undefined;
  readonly stack?: Stack | undefined;
}

/** What a file held. */
export interface ReadContents {
  readonly thing: FormatThing;
  /** The format that read it. */
  readonly format: string;
  /** What could not be read, or is read as something else. */
  readonly losses: readonly Loss[];
}

/** A network from a file. */
export interface ReadNetwork extends Omit<ReadContents, "thing"> {
  readonly network: NetworkRecord;
}

/** The names of what a file is read with. */
export const readNames: OptionNames<ReadFileOptions> = {
  from: true,
  options: true,
  allowOutside: true,
  stack: true,
};

/**
 * Read what a file of any format holds: a network, a model, a result or layers.
 *
 * The format is the one that the content shows. In a browser give bytes: `{ name, bytes }`, and
 * with `beside` those of other files that it names.
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
 * As `readContents`, with the numbers that the network keeps in files beside it.
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

/** Read what a file holds, with the numbers that a network keeps beside it. */
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
