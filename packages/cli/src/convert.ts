import {
  checkOptionNames,
  type FormatThing,
  faultReason,
  type Loss,
  type OptionNames,
  SpikeLoomError,
  writeFormat,
} from "@spikeloom/kernel";
import { defaultStack } from "./default-stack.ts";
import { CONVERT_LOSES, FILE_WRITE } from "./errors.ts";
import { heldFiles } from "./held-files.ts";
import { thingWithSpikes } from "./load/record-spikes.ts";
import { refuseFaulty } from "./load/refuse-faulty.ts";
import { type NetworkSteps, thingWithSteps } from "./network-steps.ts";
import type { FileInput } from "./open-input.ts";
import { contentsOf, type ReadFileOptions, readNames } from "./read-files.ts";

/** What is read, and what is written of it. */
export interface ConvertOptions extends Omit<ReadFileOptions, "options">, NetworkSteps {
  /** A format that is written, by its name. */
  readonly to: string;
  /** Options of the format that is written. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** Options of the format that is read. */
  readonly fromOptions?: Readonly<Record<string, unknown>> | undefined;
  /** Folder that is written; the files are held in memory where it is not given. */
  readonly out?: string | undefined;
  /** Whether it is an error that something is lost. */
  readonly strict?: boolean | undefined;
  /** Maximum number of bytes that a run of the network may need, by default the available memory; above, `SL_MEMORY`. */
  readonly memory?: number | undefined;
  /** Whether files in the folder `out` that hold something else are replaced; else they are an error, `SL_OUTPUT_OTHER`. */
  readonly overwrite?: boolean | undefined;
}

/** What was written. */
export interface Converted {
  /** The bytes of each file by its name, the one that is read again first; none where `out` is given. */
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** Paths of what was written into the folder `out`. */
  readonly written: readonly string[];
  /** What was lost in reading and in writing. */
  readonly losses: readonly Loss[];
}

const names: OptionNames<ConvertOptions> = {
  ...readNames,
  to: true,
  fromOptions: true,
  convention: true,
  dt: true,
  out: true,
  strict: true,
  memory: true,
  overwrite: true,
};

/**
 * Write a file, a network, a result or a model in another format.
 *
 * The losses of both are returned; with `strict` they are an error, `SL_CONVERT_LOSES`, and nothing is written.
 */
export async function convert(
  input: FileInput | FormatThing,
  options: ConvertOptions,
): Promise<Converted> {
  checkOptionNames(options, names, "convert");
  const { stack = defaultStack, to, out, strict, fromOptions, allowOutside, from } = options;
  const format = stack.get("format", to, "convert, to");
  const reading = { from, options: fromOptions, allowOutside, stack };
  const read = isThing(input)
    ? { thing: input, losses: [] }
    : await contentsOf(input, reading, "convert");
  const { dt, convention, memory, overwrite: replaces = false } = options;
  const places = { dt: "convert, dt", convention: "convert, convention" };
  const steps = { dt, convention, file: nameOf(input) };
  const thing = thingWithSteps(thingWithSpikes(read.thing, format, stack), steps, places);
  refuseFaulty(thing, { stack, memory });
  const made = await writeFormat(format, thing, { stack, options: options.options });
  const losses = [...read.losses, ...made.losses];
  if (strict === true && losses.length > 0) {
    throw CONVERT_LOSES({ file: nameOf(input), to, losses });
  }
  if (out === undefined) return { files: await heldFiles(made.files), written: [], losses };
  const inputs = typeof input === "string" ? [input] : [];
  try {
    const { writeFolder } = await import("@spikeloom/files");
    const written = await writeFolder(out, made.files, inputs, { replaces });
    return { files: {}, written, losses };
  } catch (fault) {
    if (fault instanceof SpikeLoomError) throw fault;
    throw FILE_WRITE({ file: out, reason: faultReason(fault) });
  }
}

function isThing(input: FileInput | FormatThing): input is FormatThing {
  return typeof input === "object" && "holds" in input;
}

function nameOf(input: FileInput | FormatThing): string {
  if (typeof input === "string") return input;
  return isThing(input) ? `the ${input.holds}` : input.name;
}
