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

/** Input and output formats of a conversion. */
export interface ConvertOptions extends Omit<ReadFileOptions, "options">, NetworkSteps {
  /** Name of the output format. */
  readonly to: string;
  /** Options of the output format. */
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  /** Options of the input format. */
  readonly fromOptions?: Readonly<Record<string, unknown>> | undefined;
  /** Output folder; by default, the files are returned in memory. */
  readonly out?: string | undefined;
  /** Whether a loss is an error. */
  readonly strict?: boolean | undefined;
  /** Maximum number of bytes that a run of the network may need, by default the available memory; above, `SL_MEMORY`. */
  readonly memory?: number | undefined;
  /**
   * Whether files in the folder `out` with other contents are replaced; otherwise they are an error, `SL_OUTPUT_OTHER`.
   */
  readonly overwrite?: boolean | undefined;
}

/** Output of a conversion. */
export interface Converted {
  /** The bytes of each file by its name, the main one first; none if `out` is given. */
  readonly files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
  /** Paths of the files in the folder `out`. */
  readonly written: readonly string[];
  /** Losses of reading and of writing. */
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
 * Convert a file, a network, a result or a model to another format.
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
