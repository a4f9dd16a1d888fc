import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { faultReason } from "@spikeloom/kernel";
import { RECORD_READ, SET_MISSING } from "../errors.ts";

/** Labels are kept in a byte. */
const mostClasses = 256;

/** Files with a sample each, and their labels. */
export interface ClassFiles {
  readonly files: readonly string[];
  /** Of shape [files]. */
  readonly labels: Uint8Array;
}

/** The samples of a folder. */
export interface ClassFolders {
  /** Name of each class; labels count them from 0. */
  readonly classes: readonly string[];
  readonly train: ClassFiles;
  readonly test: ClassFiles;
}

/**
 * Find the files of a folder that are samples; needs Node.
 *
 * They are `train/CLASS/FILE` and `test/CLASS/FILE`. The order is that of names, numbers in them by their size, and goes through all classes in turn, so that the first samples are of all
 * of them. Throws `SL_RECORD_READ`, `SL_SET_MISSING`.
 */
export function openClassFolders(folder: string): ClassFolders {
  const train = partOf(folder, "train");
  const test = partOf(folder, "test");
  const classes = [...train.keys()];
  if (classes.length > mostClasses) {
    const expected = `at most ${mostClasses} folders of classes`;
    const next = "Leave classes out, or join some of them in one folder.";
    throw SET_MISSING({ set: folder, expected, got: String(classes.length), next });
  }
  const odd = [...test.keys()].find((name) => !train.has(name));
  if (odd !== undefined) {
    const next = "Give the folders of the test the names of those to learn from.";
    throw SET_MISSING({ set: folder, expected: classes.join(", "), got: odd, next });
  }
  return { classes, train: inTurn(train, classes), test: inTurn(test, classes) };
}

/** List the files of a folder by their names, hidden ones left out; throws `SL_RECORD_READ`. */
export function filesIn(folder: string): readonly string[] {
  return namesIn(folder, false).map((name) => join(folder, name));
}

/** The files of each class. */
type Classes = ReadonlyMap<string, readonly string[]>;

function partOf(folder: string, part: "train" | "test"): Classes {
  const inside = namesIn(folder, true);
  const found = inside.find((name) => name.toLowerCase() === part);
  const next = "Put each sample into a file of train/CLASS or test/CLASS.";
  if (found === undefined) {
    const expected = `a folder "${part}" with a folder of files for each class`;
    throw SET_MISSING({ set: folder, expected, got: inside.join(", ") || "no folder", next });
  }
  const path = join(folder, found);
  const names = namesIn(path, true);
  const classes = new Map(names.map((name) => [name, filesIn(join(path, name))]));
  const without = names.find((name) => classes.get(name)?.length === 0);
  if (classes.size > 0 && without === undefined) return classes;
  const set = without === undefined ? path : join(path, without);
  const expected = without === undefined ? "a folder for each class" : "files of samples";
  throw SET_MISSING({ set, expected, got: "none", next });
}

/** List folders, or files, and what links lead to, by their names; hidden ones are left out. */
function namesIn(folder: string, areFolders: boolean): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith("."))
      .filter((name) => statSync(join(folder, name)).isDirectory() === areFolders)
      .sort(byName);
  } catch (fault) {
    throw RECORD_READ({ file: folder, reason: faultReason(fault) });
  }
}

/** Compare names, numbers inside of them by their size: frame9 comes before frame10. */
function byName(one: string, other: string): number {
  const [a, b] = [partsOfName(one), partsOfName(other)];
  for (const [k, part] of a.entries()) {
    const against = b[k];
    if (against === undefined) return 1;
    const difference = Number(part) - Number(against);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
    if (part !== against) return part < against ? -1 : 1;
  }
  return a.length - b.length;
}

/** Part a name into numbers and what is between them; each second part is a number. */
const partsOfName = (name: string): readonly string[] => name.split(/(\d+)/);

/** Put the first file of each class before the second of any. */
function inTurn(files: Classes, classes: readonly string[]): ClassFiles {
  const all = classes.flatMap((name, label) =>
    (files.get(name) ?? []).map((file, turn) => ({ file, label, turn })),
  );
  all.sort((one, other) => one.turn - other.turn || one.label - other.label);
  return { files: all.map(({ file }) => file), labels: Uint8Array.from(all, (one) => one.label) };
}
