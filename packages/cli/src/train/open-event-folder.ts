import { readdirSync } from "node:fs";
import { join } from "node:path";
import { faultReason } from "@spikeloom/kernel";
import { FILE_READ, TRAINING_FILE } from "../errors.ts";
import { type DataPart, type DataParts, eventPart } from "./data-part.ts";

/** Labels are kept in a byte. */
const mostClasses = 256;

/**
 * Find the files of events of a folder, as N-MNIST has them: `train/CLASS/FILE` and `test/CLASS/FILE`.
 *
 * Files are read when their samples are taken. The order is that of names, and goes through all classes in turn, so that the first
 * samples are of all of them. Throws `SL_FILE_READ`, `SL_TRAINING_FILE`.
 */
export function openEventFolder(folder: string): DataParts {
  const train = partOf(folder, "train");
  const test = partOf(folder, "test");
  const classes = [...train.keys()];
  if (classes.length > mostClasses) {
    throw TRAINING_FILE({
      place: folder,
      message: "There are too many classes.",
      ...{ expected: `at most ${mostClasses} folders`, got: String(classes.length) },
    });
  }
  const odd = [...test.keys()].find((name) => !train.has(name));
  if (odd !== undefined) {
    throw TRAINING_FILE({
      place: folder,
      message: "A class is tested that is not learnt.",
      ...{ expected: classes.join(", "), got: odd },
      next: "Give the folders of the test the names of those of train.",
    });
  }
  const part = (files: Classes): DataPart => eventPart(inTurn(files, classes));
  return { classes, train: part(train), test: part(test) };
}

/** The files of each class. */
type Classes = ReadonlyMap<string, readonly string[]>;

function partOf(folder: string, part: "train" | "test"): Classes {
  const inside = namesIn(folder, true);
  const found = inside.find((name) => name.toLowerCase() === part);
  if (found === undefined) {
    throw TRAINING_FILE({
      place: folder,
      message: `There is no folder of samples to ${part === "train" ? "learn from" : "test with"}.`,
      expected: `a folder "${part}" with a folder of files for each class`,
      got: inside.join(", ") || "no folder",
    });
  }
  const path = join(folder, found);
  const classes = namesIn(path, true).map((name) => {
    const own = join(path, name);
    return [name, namesIn(own, false).map((file) => join(own, file))] as const;
  });
  const without = classes.find(([, files]) => files.length === 0);
  if (classes.length > 0 && without === undefined) return new Map(classes);
  throw TRAINING_FILE({
    place: without === undefined ? path : join(path, without[0]),
    message: "There are no samples.",
    expected: without === undefined ? "a folder for each class" : "files of events",
    got: "none",
  });
}

/** List folders, or files, by their names; hidden ones are left out. */
function namesIn(folder: string, areFolders: boolean): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((one) => one.isDirectory() === areFolders && !one.name.startsWith("."))
      .map(({ name }) => name)
      .sort(byName);
  } catch (fault) {
    throw FILE_READ({ file: folder, reason: faultReason(fault) });
  }
}

/** Numbers by their size, all else by its letters. */
function byName(one: string, other: string): number {
  const [a, b] = [Number(one), Number(other)];
  if (!Number.isNaN(a) && !Number.isNaN(b) && a !== b) return a - b;
  return one < other ? -1 : 1;
}

/** Put the first file of each class before the second of any. */
function inTurn(
  files: Classes,
  classes: readonly string[],
): { readonly files: readonly string[]; readonly labels: Uint8Array } {
  const all = classes.flatMap((name, label) =>
    (files.get(name) ?? []).map((file, turn) => ({ file, label, turn })),
  );
  all.sort((one, other) => one.turn - other.turn || one.label - other.label);
  return { files: all.map(({ file }) => file), labels: Uint8Array.from(all, (one) => one.label) };
}
