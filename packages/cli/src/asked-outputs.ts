import { existsSync, lstatSync, realpathSync } from "node:fs";
import {
  basename,
  dirname,
  extname,
  isAbsolute,
  join,
  normalize,
  relative,
  resolve,
  sep,
} from "node:path";
import { checkOutputs, OUTPUT_OTHER, writeStreamed } from "@spikeloom/files";
import {
  type ByteSource,
  FORMAT_MISSING,
  type FormatFile,
  faultReason,
  type ReadUse,
  SpikeLoomError,
} from "@spikeloom/kernel";
import type { AskedFiles, AskingFormat, FileRequest, ReadRequest } from "./asked-files.ts";
import { FILE_WRITE, LEMS_FOLDER, SONATA_FOLDER } from "./errors.ts";
import { withSource } from "./load/with-source.ts";
import { asCoded } from "./print/coded.ts";
import { makeFolder } from "./run-file.ts";

/** Loaded if a file has that format, like its readers. */
const readers: Readonly<Record<AskingFormat, () => Promise<ReadRequest>>> = {
  lems: async () => (await import("./lems-request.ts")).lemsRequest,
  sonata: async () => (await import("./sonata-request.ts")).sonataRequest,
};

interface AskedOptions {
  /** Path of the result. */
  readonly out: string;
  readonly overwrite?: boolean | undefined;
  readonly allowOutside?: boolean | undefined;
  /** Suffix for the name of each file, before its extension: one of several runs. */
  readonly suffix?: string | undefined;
}

/**
 * Find the files that a simulation requests.
 *
 * A name that leads out of their folder is refused before the run, and so is a file that SpikeLoom has not written.
 */
export async function askedOutputs(
  file: string,
  format: AskingFormat,
  { out, overwrite, suffix = "", ...options }: AskedOptions,
): Promise<AskedFiles> {
  const opened: string[] = [];
  const readRequest = await readers[format]();
  const request = await withSource(file, options, async (source, around) => {
    const open = openerOf(file, around);
    const beside = async (name: string): Promise<ByteSource> => {
      const found = await open(name);
      opened.push(join(dirname(file), name));
      return found;
    };
    return await readRequest(source, { file, beside });
  });
  if (request === undefined) return { write: async () => [] };
  const paths = request.names.map((name) => {
    const path = withSuffix(askedPath(name, format, file), suffix);
    // A result of the same run is next to its earlier output.
    if (overwrite === true || existsSync(out) || !existsSync(path)) return path;
    const got = "a file that this run did not write";
    // The file itself names it, so --out does not change its folder.
    const next = "Run it in another folder, move the file, or pass --overwrite.";
    throw OUTPUT_OTHER({ path, got, next });
  });
  checkOutputs(
    [
      { path: out, what: "the result" },
      ...paths.map((path) => ({ path, what: "one of its output files" })),
    ],
    [file, ...opened],
  );
  return { write: async (result) => await writeAll(result, request, { suffix, overwrite }) };
}

/** The error for a file outside of the folder that a simulation may write to. */
const outside: Readonly<Record<AskingFormat, typeof LEMS_FOLDER>> = {
  lems: LEMS_FOLDER,
  sonata: SONATA_FOLDER,
};

/** Path of a file that a simulation writes: LEMS into the working directory, SONATA beside its configuration. */
export function askedPath(name: string, format: AskingFormat, file: string): string {
  const folder = format === "lems" ? "." : dirname(file);
  const isNamed = format === "sonata" && isAbsolute(name);
  const below = isNamed ? relative(resolve(folder), name) : name;
  if (!isBelow(below, folder)) throw outside[format]({ file, name });
  return join(folder, below);
}

/** Opens further files; those outside of the folder are refused when they are opened. */
function openerOf(
  file: string,
  { beside }: Pick<ReadUse, "beside">,
): (name: string) => Promise<ByteSource> {
  const missing = (name: string, reason: string): Error =>
    FORMAT_MISSING({ place: file, name, reason });
  return async (name) => {
    try {
      const found = await beside?.(name);
      if (found !== undefined) return found;
    } catch (fault) {
      throw fault instanceof SpikeLoomError ? fault : missing(name, faultReason(fault));
    }
    throw missing(name, "it was not given");
  };
}

function withSuffix(path: string, suffix: string): string {
  const end = extname(path);
  return join(dirname(path), `${basename(path, end)}${suffix}${end}`);
}

/** Report whether a name is below a folder, after resolving links. */
function isBelow(name: string, folder: string): boolean {
  if (isAbsolute(name) || name.includes("\0")) return false;
  let there = resolve(folder, name);
  while (!exists(there)) there = dirname(there);
  const path = relative(realpathOf(folder), realpathOf(there));
  const isOut = path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  return !isOut && !normalize(name).startsWith("..");
}

/** Whether a path exists, including a dangling link. */
function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The target of a dangling link is unknown, so it counts as outside. */
function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return sep;
  }
}

async function writeAll(
  path: string,
  { folder, files }: FileRequest,
  { suffix, overwrite = false }: { readonly suffix: string } & Pick<AskedOptions, "overwrite">,
): Promise<readonly string[]> {
  // Most runs read no result: the reader is loaded on demand.
  const { readResult } = await import("./load/hdf5-files.ts");
  const result = await readResult(path);
  const written: string[] = [];
  for await (const { name, pieces } of files(result)) {
    const to = withSuffix(join(folder, name), suffix);
    makeFolder(dirname(to));
    try {
      await writeStreamed(only(to, pieces), { replaces: overwrite });
    } catch (fault) {
      throw asCoded(fault) ?? FILE_WRITE({ file: to, reason: faultReason(fault) });
    }
    written.push(to);
  }
  return written;
}

type Pieces = FormatFile["pieces"];

async function* only(path: string, pieces: Pieces): AsyncGenerator<readonly [string, Pieces]> {
  yield [path, pieces];
}
