import { statSync } from "node:fs";
import { recogniseFormat } from "@spikeloom/interop/formats";
import {
  type ByteSource,
  type FormatRecord,
  faultReason,
  type Loss,
  pluginOptions,
  type ReadThing,
  readFormat,
  type Stack,
} from "@spikeloom/kernel";
import { FILE_READ, NOT_A_NETWORK, READ_LOSS, USAGE } from "../errors.ts";
import { readOptions } from "../plugin-options.ts";
import { asCoded } from "../print/coded.ts";
import { warningBlock } from "../print/error-block.ts";
import { otherContent } from "./other-content.ts";
import { type OpenOptions, withSource } from "./with-source.ts";

/** Options of reading a file of any format. */
export interface ReadThingOptions extends OpenOptions {
  /** Name of the format; by default detected from the contents. */
  readonly from?: string | undefined;
  /** Options of that format: `NAME=VALUE`. */
  readonly fromOption?: readonly string[] | undefined;
}

/**
 * Read a file of a format other than SpikeLoom's networks and models in JSON.
 *
 * Returns undefined for those, which have a reader with its own errors.
 */
export async function readThing(
  file: string,
  stack: Stack,
  options: ReadThingOptions,
): Promise<ReadThing | undefined> {
  const { from, fromOption = [], allowOutside, onOpened } = options;
  const forced = from === undefined ? undefined : stack.get("format", from, "--from");
  if (forced === undefined && !isPlain(file)) return refuseOptions(undefined, stack, fromOption);
  return await withSource(file, { allowOutside, onOpened }, async (source, around) => {
    const format = forced ?? (await formatOf(source, stack));
    if (format === undefined || isOwn(format)) return refuseOptions(format, stack, fromOption);
    const given = readOptions(format.options, fromOption, "--from-option");
    return await readFormat(format, source, { stack, options: given, ...around });
  });
}

/** Refuse options that SpikeLoom JSON does not have, which is read without its format. */
function refuseOptions(
  format: FormatRecord | undefined,
  stack: Stack,
  fromOption: readonly string[],
): undefined {
  if (fromOption.length === 0) return;
  const own = format ?? stack.get("format", "spikeloom-network");
  pluginOptions(own, readOptions(own.options, fromOption, "--from-option"));
}

/** Refuse `--from` and `--from-option` for a module, which no format reads. */
export function refuseReading(
  file: string,
  { from, fromOption = [] }: Pick<ReadThingOptions, "from" | "fromOption">,
): void {
  const flag = from !== undefined ? "--from" : fromOption.length > 0 ? "--from-option" : undefined;
  if (flag === undefined) return;
  throw USAGE({
    message: `${flag} applies to files that a format reads, and ${file} is a module. Remove ${flag}.`,
  });
}

/** Print losses of reading a file; only some if there are many. */
export function printLosses(losses: readonly Loss[], file: string): void {
  for (const { place, message } of losses.slice(0, mostPrinted)) {
    const warning = READ_LOSS({ place: `${file}: ${place}`, message });
    process.stderr.write(`${warningBlock(warning)}\n`);
  }
  const more = losses.length - mostPrinted;
  if (more > 0) process.stderr.write(`warning: ${more} more of this kind; convert lists all.\n`);
}

const mostPrinted = 20;

/** Whether a file can be inspected and read again; a pipe is read once. */
export function isPlain(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch (fault) {
    throw FILE_READ({ file, reason: faultReason(fault) });
  }
}

/** Whether a file begins as a SpikeLoom network. */
export async function beginsAsNetwork(file: string): Promise<boolean> {
  return await withSource(file, {}, async (source) => ownNetwork.test(await beginningOf(source)));
}

async function beginningOf(source: ByteSource): Promise<string> {
  return new TextDecoder().decode(await startOf(source)).trimStart();
}

const startOf = (source: ByteSource): ReturnType<ByteSource["read"]> =>
  source.read(0, Math.min(source.size, 2 ** 12));

async function formatOf(source: ByteSource, stack: Stack): Promise<FormatRecord | undefined> {
  const text = await beginningOf(source);
  if (ownNetwork.test(text)) return undefined;
  try {
    return await recogniseFormat(source, stack);
  } catch (fault) {
    if (asCoded(fault)?.code !== "SL_FORMAT_UNKNOWN") throw fault;
    const other = otherContent(await startOf(source), source.name);
    if (other !== undefined) throw NOT_A_NETWORK({ file: source.name, ...other });
    // The reader of SpikeLoom JSON reports errors in it.
    const isJson =
      text.startsWith("{") || (/\.json$/i.test(source.name) && !/^<|[\0\ufffd]/.test(text));
    if (isJson) return undefined;
    throw fault;
  }
}

const ownNetwork = /^\{\s*(?:"\$schema"\s*:\s*"[^"]*"\s*,\s*)?"format"\s*:\s*"spikeloom-network"/;

function isOwn({ name }: FormatRecord): boolean {
  return name === "spikeloom-network" || name === "spikeloom-model";
}
