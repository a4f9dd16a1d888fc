import { type Draw, newDraw } from "../../../../tools/test/draws.ts";
import { mutate } from "../read/mutate.ts";
import type { Seed } from "./kept-seeds.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateText } from "./mutate-text.ts";

/** Make the mutant of a number: of each format as often as of any other, and of its seeds in turn. */
export function mutantOf(
  seeds: ReadonlyMap<string, readonly Seed[]>,
  seed: number,
  which: number,
): Seed {
  const own = [...seeds.values()][which % seeds.size] ?? [];
  const one = own[Math.floor(which / seeds.size) % own.length];
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
