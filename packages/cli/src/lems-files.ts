import { existsSync, lstatSync, realpathSync } from "node:fs";
import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from "node:path";
import { checkOutputs, OUTPUT_OTHER, writeStreamed } from "@spikeloom/interop/files";
import { readResult } from "@spikeloom/interop/hdf5";
import { type LemsSimulation, lemsFiles, readLems } from "@spikeloom/interop/lems";
import {
  type ByteSource,
  FORMAT_MISSING,
  faultReason,
  type ReadUse,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { FILE_WRITE, LEMS_FOLDER } from "./errors.ts";
import type { LemsOutputs } from "./lems-outputs.ts";
import { withSource } from "./load/with-source.ts";
import { asCoded } from "./print/coded.ts";
import { makeFolder } from "./run-file.ts";

interface LemsOutputOptions {
  /** Where the result goes. */
  readonly out: string;
  readonly overwrite?: boolean | undefined;
  readonly allowOutside?: boolean | undefined;
}

/**
 * Find the files that a simulation of LEMS asks for.
 *
 * They go to the working directory or below; a name that leads out of it is refused before the run.
 */
export async function lemsOutputs(
  file: string,
  { out, overwrite, ...options }: LemsOutputOptions,
): Promise<LemsOutputs> {
  const included: string[] = [];
  const simulation = await withSource(file, options, async (source, around) => {
    const open = openerOf(file, around);
    const beside = async (name: string): Promise<ByteSource> => {
      const found = await open(name);
      included.push(join(dirname(file), name));
      return found;
    };
    return await readLems(source, { beside });
  });
  const names = namesOf(simulation);
  for (const name of names) {
    if (!isBelow(name)) throw LEMS_FOLDER({ file, name });
    // A result of the same run stands beside what it wrote before.
    if (overwrite === true || existsSync(out) || !existsSync(name)) continue;
    const got = "a file that this run did not write";
    // The file of LEMS names it, so that --out would not lead it elsewhere.
    const next = "Run it in another folder, move the file, or pass --overwrite.";
    throw OUTPUT_OTHER({ path: name, got, next });
  }
  checkOutputs(
    names.map((path) => ({ path, what: "one of its output files" })),
    [file, ...included],
  );
  return { write: async (result) => await writeAll(result, simulation, overwrite) };
}

/** Opens included files; what lies outside of the folder is refused where they are opened. */
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

function namesOf({ dataFiles, eventFiles }: LemsSimulation): readonly string[] {
  return [...dataFiles, ...eventFiles].map(({ fileName }) => fileName);
}

/** Say whether a name leads below the working directory, links on the way followed. */
function isBelow(name: string): boolean {
  if (isAbsolute(name) || name.includes("\0")) return false;
  let there = resolve(name);
  while (!exists(there)) there = dirname(there);
  const path = relative(realpathSync("."), realpathOf(there));
  const isOut = path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  return !isOut && !normalize(name).startsWith("..");
}

/** A link that leads nowhere is there, too. */
function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Where a link leads that leads nowhere is not known, so that it is taken for outside. */
function realpathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return sep;
  }
}

async function writeAll(
  path: string,
  simulation: LemsSimulation,
  overwrite = false,
): Promise<readonly string[]> {
  const result = await readResult(path);
  const written: string[] = [];
  for await (const { name, pieces } of lemsFiles(result, simulation)) {
    const to = join(".", name);
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

type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

async function* only(path: string, pieces: Pieces): AsyncGenerator<readonly [string, Pieces]> {
  yield [path, pieces];
}
