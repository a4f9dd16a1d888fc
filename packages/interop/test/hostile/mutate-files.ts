import { type Draw, newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../../../../tools/test/mutate.ts";
import { mutateBytes } from "../../../../tools/test/mutate-bytes.ts";
import type { Seed } from "./kept-seeds.ts";
import { mutateText } from "./mutate-text.ts";

/** Formats whose files take some ten times as long to read as others: a third as many mutants of each. */
const slow: ReadonlySet<string> = new Set(["lems", "hdf5", "netx", "nir", "nwb", "npz"]);

/** Make the mutant of a number: of all formats in turn, and of the seeds of each in turn. */
export function mutantOf(
  seeds: ReadonlyMap<string, readonly Seed[]>,
  seed: number,
  which: number,
): Seed {
  const turns = [...seeds].flatMap(([format, own]) => Array(slow.has(format) ? 1 : 3).fill(own));
  const own: readonly Seed[] = turns[which % turns.length] ?? [];
  // A prime, so that a format with several turns uses all of its seeds in each.
  const one = own[(Math.floor(which / turns.length) + 7919 * (which % turns.length)) % own.length];
  if (one === undefined) throw new Error(`no seed of case ${which}`);
  return mutateFiles(one, newDraw(seed, which));
}

/** Change one of the files of a seed, or name one file instead of another in it. */
function mutateFiles({ format, files }: Seed, draw: Draw): Seed {
  const names = Object.keys(files);
  const name = names[draw(names.length)] ?? "";
  const bytes = files[name] ?? new Uint8Array();
  return { format, files: { ...files, [name]: mutated(bytes, names, draw) } };
}

function mutated(bytes: Uint8Array, names: readonly string[], draw: Draw): Uint8Array {
  if (!isText(bytes)) return draw(3) === 0 ? mutateBytes(bytes, draw) : mutate(bytes, draw);
  if (draw(5) === 0) return mutate(bytes, draw);
  return new TextEncoder().encode(mutateText(new TextDecoder().decode(bytes), names, draw));
}

function isText(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 512).every((byte) => byte >= 9 && byte < 127);
}
