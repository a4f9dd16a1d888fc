import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { faultReason } from "@spikeloom/kernel";
import { RECORD_READ, SET_MISSING } from "../errors.ts";

/** Labels are stored in a byte. */
const mostClasses = 256;

/** Files with one sample each, and their labels. */
export interface ClassFiles {
  readonly files: readonly string[];
  /** Of shape [files]. */
  readonly labels: Uint8Array;
}

/** Samples of a folder. */
export interface ClassFolders {
  /** Class names, indexed by label. */
  readonly classes: readonly string[];
  readonly train: ClassFiles;
  readonly test: ClassFiles;
}

/**
 * List the sample files of a folder; requires Node.
 *
 * They are `train/CLASS/FILE` and `test/CLASS/FILE`. Names are sorted, with numbers compared by value, and classes
 * alternate, so that the first samples cover all classes. Throws `SL_RECORD_READ`, `SL_SET_MISSING`.
 */
export function openClassFolders(folder: string): ClassFolders {
  const train = partOf(folder, "train");
  const test = partOf(folder, "test");
  const classes = [...train.keys()];
  if (classes.length > mostClasses) {
    const expected = `at most ${mostClasses} class folders`;
    const next = "Remove classes, or merge some of them into one folder.";
    throw SET_MISSING({ set: folder, expected, got: String(classes.length), next });
  }
  const odd = [...test.keys()].find((name) => !train.has(name));
  if (odd !== undefined) {
    const next = "Use the same class folders in the test part as in the training part.";
    throw SET_MISSING({ set: folder, expected: classes.join(", "), got: odd, next });
  }
  return { classes, train: inTurn(train, classes), test: inTurn(test, classes) };
}

/** List the files of a folder by name, without hidden ones; throws `SL_RECORD_READ`. */
export function filesIn(folder: string): readonly string[] {
  return namesIn(folder, false).map((name) => join(folder, name));
}

/** The files of each class. */
type Classes = ReadonlyMap<string, readonly string[]>;

function partOf(folder: string, part: "train" | "test"): Classes {
  const inside = namesIn(folder, true);
  const found = inside.find((name) => name.toLowerCase() === part);
  const next = "Store each sample in a file train/CLASS/FILE or test/CLASS/FILE.";
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
  const expected = without === undefined ? "one folder per class" : "sample files";
  throw SET_MISSING({ set, expected, got: "none", next });
}

/** List folders, or files, by name, without hidden ones; links are followed. */
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

/** Compare names, with numbers in them by value: frame9 precedes frame10. */
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

/** Split a name into numbers and the text between them; every second part is a number. */
const partsOfName = (name: string): readonly string[] => name.split(/(\d+)/);

/** Interleave the classes: the first file of each, then the second of each. */
function inTurn(files: Classes, classes: readonly string[]): ClassFiles {
  const all = classes.flatMap((name, label) =>
    (files.get(name) ?? []).map((file, turn) => ({ file, label, turn })),
  );
  all.sort((one, other) => one.turn - other.turn || one.label - other.label);
  return { files: all.map(({ file }) => file), labels: Uint8Array.from(all, (one) => one.label) };
}
