import { existsSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { checkOutputs, lockOutput, writeStreamed, writeWhole } from "@spikeloom/files";
import {
  type FormatFile,
  faultReason,
  type Loss,
  type ReadThing,
  type Stack,
  writeFormat,
} from "@spikeloom/kernel";
import { readTime } from "@spikeloom/network";
import { asksForFiles } from "../asked-files.ts";
import { CONVERT_FILES, CONVERT_LOSES, CONVERT_SAMPLES, FILE_WRITE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { dataFilesOf } from "../load/data-files.ts";
import { isModule } from "../load/import-module.ts";
import { loadContents, loadNetwork, notNetwork } from "../load/load-network.ts";
import type { LayersOptions } from "../load/network-of-layers.ts";
import { readThing } from "../load/read-thing.ts";
import { thingWithSpikes } from "../load/record-spikes.ts";
import { refuseFaulty } from "../load/refuse-faulty.ts";
import { withFiles } from "../load/with-files.ts";
import type { OpenOptions } from "../load/with-source.ts";
import { type NetworkSteps, thingWithSteps } from "../network-steps.ts";
import { givenOptions } from "../plugin-options.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { writeJson } from "../print/write-json.ts";
import { makeFolder } from "../run-file.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";

/** Options of `spikeloom convert`. */
export interface ConvertCommandOptions extends StackChoice, NetworkSteps, LayersOptions {
  /** A format by its name in the stack. */
  readonly to: string;
  /** The format of the file; by default detected from its contents. */
  readonly from?: string;
  /** Options of that format: `NAME=VALUE`. */
  readonly fromOption?: readonly string[];
  /** Folder of the output, or its only file. */
  readonly out?: string;
  /** File for the losses as JSON, or `-` for standard output. */
  readonly losses?: string;
  /** Whether nothing is written if something would be lost. */
  readonly strict?: boolean;
  readonly seed?: number;
  readonly for?: string;
  /** Maximum number of bytes that a run of the network may need, by default the available memory. */
  readonly memory?: number;
  /** Whether existing files of other contents are replaced. */
  readonly overwrite?: boolean;
  /** Options of the format: `NAME=VALUE`. */
  readonly option?: readonly string[];
  readonly allowOutside?: boolean;
  readonly json?: boolean;
}

/** Convert the contents of a file to another format, and report losses. */
export async function convertCommand(
  file: string,
  options: ConvertCommandOptions,
): Promise<number> {
  const { to, strict, overwrite = false, out = `${basename(file, extname(file))}-${to}` } = options;
  const stack = await chooseStack(file, options);
  const format = stack.get("format", to, "--to");
  const opened: string[] = [];
  const read = await thingIn(file, stack, {
    ...options,
    onOpened: (path) => opened.push(path),
  });
  const { thing: found, losses: unread, outputs = [] } = await spikingThing(file, read, options);
  if (options.samples !== undefined) opened.push(options.samples);
  const { dt, convention } = options;
  const recorded = isModule(file) ? found : thingWithSpikes(found, format, stack);
  const thing = thingWithSteps(recorded, { dt, convention, file });
  const { memory } = options;
  await attempt(file, async () => {
    refuseFaulty(thing, { stack, memory });
  });
  await refuseOutputs(outputs, { file, from: options.from, inputs: [file, ...opened], out });
  const own = thing.holds === "network" ? dataFilesOf(thing.network, dirname(file)) : [];
  const inputs = [file, ...opened, ...own];
  const given = givenOptions(format, options, isModule(file));
  const name = namesFile(out) ? basename(out, extname(out)) : undefined;
  const made = await attempt(file, () =>
    writeFormat(format, thing, { stack, options: given, name }),
  );
  const losses = [...unread, ...made.losses];
  tellLosses(losses, inputs, options);
  if (strict === true && losses.length > 0) throw CONVERT_LOSES({ file, to, losses });
  const written = await writeFiles(made.files, { to, out, inputs, overwrite });
  if (options.json === true) writeJson({ file, to, written, losses });
  else if (options.losses === "-") process.stderr.write(summary(written, []));
  else process.stdout.write(summary(written, losses));
  return losses.length === 0 ? exitCodes.fine : exitCodes.lost;
}

/** Refuse the outputs of a simulation that `run` refuses: outside of their folder, or input files. */
async function refuseOutputs(
  names: readonly string[],
  {
    file,
    from,
    inputs,
    out,
  }: {
    readonly file: string;
    readonly from: string | undefined;
    readonly inputs: readonly string[];
    readonly out: string;
  },
): Promise<void> {
  const format = from ?? asksForFiles(file);
  if (names.length === 0 || (format !== "lems" && format !== "sonata")) return;
  const { askedPath } = await import("../asked-outputs.ts");
  const what = "one of its output files";
  const outputs = names.map((name) => ({ path: askedPath(name, format, file), what }));
  checkOutputs([{ path: out, what: "the result" }, ...outputs], inputs);
}

/** Convert layers to a spiking network; other contents remain unchanged. */
async function spikingThing(
  file: string,
  read: ReadThing,
  options: ConvertCommandOptions,
): Promise<ReadThing> {
  const { thing } = read;
  if (thing.holds !== "layers") {
    for (const name of ["samples", "sample", "levels", "threshold"] as const) {
      if (options[name] === undefined) continue;
      throw CONVERT_SAMPLES({
        place: `--${name}`,
        message: "Only layers of a trained network are converted by samples.",
        expected: "a file of layers, such as .onnx or .keras",
        got: `a ${thing.holds} in ${file}`,
        next: `Remove --${name}.`,
      });
    }
    return read;
  }
  // Tensors without operations are no network.
  if (!thing.layers.some(({ kind }) => kind === "input")) throw notNetwork(file, thing);
  const { networkOfLayers } = await import("../load/network-of-layers.ts");
  const made = await attempt(file, () => networkOfLayers(thing.layers, options));
  return { ...made, losses: [...read.losses, ...made.losses] };
}

/** Write the losses to their file; JSON on standard output contains them. */
function tellLosses(
  losses: readonly Loss[],
  inputs: readonly string[],
  { to, losses: where, json, overwrite = false }: ConvertCommandOptions,
): void {
  const [file] = inputs;
  if (where === undefined || (where === "-" && json === true)) return;
  if (where === "-") {
    writeJson({ file, to, losses });
    return;
  }
  checkOutputs([{ path: where, what: "the losses" }], inputs);
  makeFolder(dirname(where));
  try {
    const text = `${JSON.stringify({ file, to, losses }, null, 2)}\n`;
    writeWhole(where, text, { replaces: overwrite });
  } catch (fault) {
    throw asCoded(fault) ?? FILE_WRITE({ file: where, reason: faultReason(fault) });
  }
}

async function thingIn(
  file: string,
  stack: Stack,
  options: ConvertCommandOptions & Pick<OpenOptions, "onOpened">,
): Promise<ReadThing> {
  const { seed, for: duration, allowOutside, memory } = options;
  if (isModule(file) && options.from === undefined) {
    const { dt, fromOption } = options;
    // Before a module is called with it.
    if (dt !== undefined) readTime(dt, "--dt");
    const request = { seed, for: duration, dt };
    const reading = { stack, ...request, fromOption, allowOutside, memory };
    const network = await loadNetwork(file, reading);
    return { thing: { holds: "network", network }, losses: [] };
  }
  const read = await attempt(file, () => readThing(file, stack, options));
  if (read === undefined) {
    const { network, model } = await loadContents(file, { stack, allowOutside, memory });
    if (model !== undefined) return { thing: { holds: "model", model }, losses: [] };
    return { thing: { holds: "network", network }, losses: [] };
  }
  if (read.thing.holds !== "network") return read;
  const network = await withFiles(read.thing.network, file, { allowOutside, memory });
  return { ...read, thing: { holds: "network", network } };
}

async function attempt<T>(file: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : inFile(coded, file);
  }
}

interface Destination {
  readonly to: string;
  /** A folder, or a file by its extension. */
  readonly out: string;
  readonly inputs: readonly string[];
  readonly overwrite: boolean;
}

/** Write files into a folder, or the only one to its path, all or none; returns the paths. */
async function writeFiles(
  files: AsyncIterable<FormatFile>,
  { to, out, inputs, overwrite }: Destination,
): Promise<readonly string[]> {
  const paths: string[] = [];
  const isOneFile = namesFile(out);
  let unlock: (() => void) | undefined;
  const placed = async function* () {
    const names: string[] = [];
    for await (const { name, pieces } of files) {
      names.push(name);
      // Files that accompany the first one are found by it if it has the requested name.
      const isBeside = isOneFile && names[0] === basename(out);
      if (isOneFile && names.length > 1 && !isBeside) throw CONVERT_FILES({ out, to });
      const path = isBeside ? join(dirname(out), name) : isOneFile ? out : join(out, name);
      makeFolder(dirname(path));
      // Whoever wrote the first file has written them all.
      unlock ??= lockOutput(path);
      paths.push(path);
      yield [path, pieces] as const;
    }
    const outputs = paths.map((path, k) => ({ path, what: k === 0 ? "the result" : "a file" }));
    checkOutputs(outputs, inputs);
  };
  try {
    await writeStreamed(placed(), { replaces: overwrite });
  } catch (fault) {
    throw asCoded(fault) ?? FILE_WRITE({ file: out, reason: faultReason(fault) });
  } finally {
    unlock?.();
  }
  return paths;
}

/** Whether a path is that of a file: it has an extension, and is no existing folder. */
function namesFile(path: string): boolean {
  return extname(path) !== "" && !isFolder(path);
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function summary(written: readonly string[], losses: readonly Loss[]): string {
  const [first, ...others] = written;
  const count = others.length === 1 ? "1 file" : `${others.length} files`;
  const lines = [
    `wrote  ${first}${others.length === 0 ? "" : `, and ${count} beside it`}`,
    ...(losses.length === 0 ? [] : ["", "lost or different:"]),
    ...losses.map(({ place, message }) => `  ${place}: ${message}`),
  ];
  return `${lines.join("\n")}\n`;
}
