import { mkdirSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { type KnownSet, knownSets, SET_MISSING } from "@spikeloom/data";
import { nearestName } from "@spikeloom/kernel";
import { cacheFolder } from "../data/cache-folder.ts";
import { DATA_CONSENT } from "../data/errors.ts";
import { type FetchOptions, fetchFile } from "../data/fetch-file.ts";
import { formatBytes, setSections } from "../data/set-sections.ts";
import { exitCodes } from "../exit-codes.ts";
import { printSections } from "../print/sections.ts";
import { writeJson } from "../print/write-json.ts";

/** Options of `spikeloom data get`. */
export interface DataGetOptions {
  /** Folder of the files; by default one in the user's cache. */
  readonly out?: string;
  /** Whether to fetch without asking. */
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Describe a data set and ask; then fetch its files, and verify them. */
export async function dataGetCommand(
  name: string,
  options: DataGetOptions,
  request?: FetchOptions["request"],
): Promise<number> {
  const set = setOf(name);
  const { out: folder = cacheFolder(name), json, yes } = options;
  if (json !== true) process.stdout.write(`${printSections(setSections(set, folder))}\n\n`);
  if (yes !== true && !(await isWanted(set, json === true))) {
    process.stdout.write("nothing fetched\n");
    return exitCodes.fine;
  }
  mkdirSync(folder, { recursive: true });
  const files: { readonly name: string; readonly fetched: boolean }[] = [];
  for (const file of set.files) {
    const { onBytes, end } = progressOf(file.name, json === true);
    const fetched = await fetchFile(file, { folder, onBytes, ...(request && { request }) });
    end();
    files.push({ name: file.name, fetched });
    if (json !== true) {
      const checked = file.md5 === undefined ? "no checksum to check" : "checksum right";
      process.stdout.write(`${fetched ? "fetched" : "there   "}  ${file.name}  ${checked}\n`);
    }
  }
  if (json === true) writeJson({ set: name, folder, files });
  else process.stdout.write(`\n${nextSteps(set, folder)}\n`);
  return exitCodes.fine;
}

function setOf(name: string): KnownSet {
  const set = knownSets.find((one) => one.name === name);
  if (set !== undefined) return set;
  const names = knownSets.map((one) => one.name);
  const nearest = nearestName(name, names);
  const next =
    nearest === undefined
      ? "spikeloom data list lists all data sets."
      : `Did you mean "${nearest}"?`;
  throw SET_MISSING({ set: name, expected: names.join(", "), got: name, next });
}

async function isWanted({ name }: KnownSet, json: boolean): Promise<boolean> {
  if (json || !process.stdin.isTTY) throw DATA_CONSENT({ set: name });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question("Fetch it? [y/N] ")).trim());
  } finally {
    terminal.close();
  }
}

/** A line with the progress of a file, on a terminal. */
function progressOf(
  name: string,
  json: boolean,
): Required<Pick<FetchOptions, "onBytes">> & { end(): void } {
  const isSeen = !json && process.stderr.isTTY;
  let last = Number.NEGATIVE_INFINITY;
  return {
    onBytes(got, whole) {
      const now = performance.now();
      if (!isSeen || now - last < 200) return;
      last = now;
      process.stderr.write(`\r\u001b[K${name}  ${formatBytes(got)} of ${formatBytes(whole)}`);
    },
    end() {
      if (isSeen) process.stderr.write("\r\u001b[K");
    },
  };
}

function nextSteps({ read, files }: KnownSet, folder: string): string {
  const packed = files.filter(({ name }) => /\.(zip|tar\.gz)$/.test(name));
  const unpack = packed.map(({ name }) =>
    name.endsWith(".zip") ? `unzip ${name}` : `tar -xzf ${name}`,
  );
  const lines = unpack.length === 0 ? [] : [`unpack it in ${folder}: ${unpack.join(" && ")}`];
  return [...lines, `read it with ${read}`].join("\n");
}
