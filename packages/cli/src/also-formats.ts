import { existsSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { checkOutputs, OUTPUT_OTHER, writeStreamed } from "@spikeloom/files";
import { readResult } from "@spikeloom/interop/hdf5";
import {
  type FormatFile,
  type FormatRecord,
  faultReason,
  type Loss,
  type Stack,
  writeFormat,
} from "@spikeloom/kernel";
import { FILE_WRITE, USAGE } from "./errors.ts";
import { asCoded } from "./print/coded.ts";
import { makeFolder } from "./run-file.ts";
import { chooseStack, type StackChoice } from "./stack/choose-stack.ts";

/** An additional format of a result. */
export interface AlsoFormat {
  readonly format: FormatRecord;
  readonly stack: Stack;
  /** The file, or the folder if the format has no extension of its own. */
  readonly path: string;
}

/** Files and losses of a result in another format. */
export interface WrittenAlso {
  readonly format: string;
  readonly written: readonly string[];
  readonly losses: readonly Loss[];
}

interface AlsoRequest extends StackChoice {
  /** Names of formats. */
  readonly format?: readonly string[];
  readonly overwrite?: boolean;
}

/** Find formats by name before a run, and refuse those that would fail. */
export async function alsoFormats(
  file: string,
  out: string,
  options: AlsoRequest,
): Promise<readonly AlsoFormat[]> {
  const { format: names = [], overwrite } = options;
  if (names.length === 0) return [];
  const stack = await chooseStack(file, options);
  return [...new Set(names)].map((name) => {
    const format = stack.get("format", name, "--format");
    if (format.write === undefined || !format.holds.includes("result")) {
      const message = `Results cannot be written as ${name}; spikeloom list formats shows the formats of results.`;
      throw USAGE({ message });
    }
    const stem = out.slice(0, out.length - extname(out).length);
    const [end] = format.extensions;
    const path = end === undefined ? `${stem}-${name}` : `${stem}${end}`;
    // Outputs of an earlier run are next to its result, which is inspected before it is replaced.
    if (overwrite !== true && existsSync(path) && !existsSync(out)) {
      throw OUTPUT_OTHER({ path, got: "something other than a result" });
    }
    return { format, stack, path };
  });
}

/** Write the result of a file in other formats, too. */
export async function writeAlso(
  out: string,
  formats: readonly AlsoFormat[],
  inputs: readonly string[],
): Promise<readonly WrittenAlso[]> {
  const all: WrittenAlso[] = [];
  for (const { format, stack, path } of formats) {
    const thing = { holds: "result", result: await readResult(out) } as const;
    const { files, losses } = await writeFormat(format, thing, { stack });
    const written: string[] = [];
    try {
      const isFile = format.extensions.length > 0;
      // Existing files were inspected before the run.
      await writeStreamed(placed(files, { isFile, path, written, inputs }), { replaces: true });
    } catch (fault) {
      throw asCoded(fault) ?? FILE_WRITE({ file: path, reason: faultReason(fault) });
    }
    all.push({ format: format.name, written, losses });
  }
  return all;
}

async function* placed(
  files: AsyncIterable<FormatFile>,
  {
    isFile,
    path,
    written,
    inputs,
  }: { isFile: boolean; path: string; written: string[]; inputs: readonly string[] },
): AsyncIterable<readonly [string, FormatFile["pieces"]]> {
  for await (const { name, pieces } of files) {
    const to = isFile ? path : join(path, name);
    makeFolder(dirname(to));
    written.push(to);
    yield [to, pieces];
  }
  // Before any of them gets its name.
  checkOutputs(
    written.map((to) => ({ path: to, what: "the result in another format" })),
    inputs,
  );
}
