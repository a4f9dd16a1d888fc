import { basename, dirname, extname, join } from "node:path";
import { checkOutputs, dataFilesOf, lockOutput, writeStreamed } from "@spikeloom/interop/files";
import {
  type FormatFile,
  type FormatRecord,
  faultReason,
  type Loss,
  type ReadThing,
  readFormat,
  type Stack,
  writeFormat,
} from "@spikeloom/kernel";
import { FILE_WRITE } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { isModule } from "../load/import-module.ts";
import { loadNetwork } from "../load/load-network.ts";
import { withFiles } from "../load/with-files.ts";
import { withSource } from "../load/with-source.ts";
import { givenOptions } from "../plugin-options.ts";
import { asCoded, inFile } from "../print/coded.ts";
import { writeJson } from "../print/write-json.ts";
import { makeFolder } from "../run-file.ts";
import { chooseStack, type StackChoice } from "../stack/choose-stack.ts";

/** What `spikeloom convert` is given. */
export interface ConvertCommandOptions extends StackChoice {
  /** A format by its name in the stack. */
  readonly to: string;
  /** The format of the file, where its name does not tell. */
  readonly from?: string;
  /** Folder of what is written. */
  readonly out?: string;
  readonly seed?: number;
  readonly for?: string;
  /** Options of the format: `NAME=VALUE`. */
  readonly option?: readonly string[];
  readonly allowOutside?: boolean;
  readonly json?: boolean;
}

/** Write what a file holds in another format, and say what is lost. */
export async function convertCommand(
  file: string,
  options: ConvertCommandOptions,
): Promise<number> {
  const stack = await chooseStack(file, options);
  const format = stack.get("format", options.to, "--to");
  const { thing, losses: unread } = await readThing(file, stack, options);
  const given = givenOptions(format, options, isModule(file));
  const made = await attempt(file, () => writeFormat(format, thing, { stack, options: given }));
  const losses = [...unread, ...made.losses];
  const folder = options.out ?? `${basename(file, extname(file))}-${options.to}`;
  const own = thing.holds === "network" ? dataFilesOf(thing.network, dirname(file)) : [];
  const written = await writeFolder(folder, made.files, [file, ...own]);
  if (options.json === true) writeJson({ file, to: options.to, written, losses });
  else process.stdout.write(summary(written, losses));
  return exitCodes.fine;
}

async function readThing(
  file: string,
  stack: Stack,
  options: ConvertCommandOptions,
): Promise<ReadThing> {
  const { seed, for: duration, allowOutside, from } = options;
  const format = from === undefined ? readerOf(file, stack) : stack.get("format", from, "--from");
  if (format === undefined) {
    const network = await loadNetwork(file, { stack, seed, for: duration, allowOutside });
    return { thing: { holds: "network", network }, losses: [] };
  }
  const read = await withSource(file, { allowOutside }, (source, around) =>
    readFormat(format, source, { stack, ...around }),
  );
  if (read.thing.holds !== "network") return read;
  const network = await withFiles(read.thing.network, file, { allowOutside });
  return { ...read, thing: { holds: "network", network } };
}

/** Find the format that reads a file of this name; networks of ours are loaded with what is beside them. */
function readerOf(file: string, stack: Stack): FormatRecord | undefined {
  const end = extname(file).toLowerCase();
  if (end === ".json" || isModule(file)) return undefined;
  return stack.list("format").find(({ read, extensions }) => read && extensions.includes(end));
}

async function attempt<T>(file: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (fault) {
    const coded = asCoded(fault);
    throw coded === undefined ? fault : inFile(coded, file);
  }
}

/** Write files into a folder, all or none; gives the paths. */
async function writeFolder(
  folder: string,
  files: AsyncIterable<FormatFile>,
  inputs: readonly string[],
): Promise<readonly string[]> {
  const paths: string[] = [];
  let unlock: (() => void) | undefined;
  const placed = async function* () {
    for await (const { name, pieces } of files) {
      const path = join(folder, name);
      makeFolder(dirname(path));
      // Who writes the first file writes them all.
      unlock ??= lockOutput(path);
      paths.push(path);
      yield [path, pieces] as const;
    }
    const outputs = paths.map((path, k) => ({ path, what: k === 0 ? "the result" : "a file" }));
    checkOutputs(outputs, inputs);
  };
  try {
    await writeStreamed(placed());
  } catch (fault) {
    throw asCoded(fault) ?? FILE_WRITE({ file: folder, reason: faultReason(fault) });
  } finally {
    unlock?.();
  }
  return paths;
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
