import { imageSetNames, openSet, SET_MISSING, splitSamples } from "@spikeloom/data";
import { nearestName } from "@spikeloom/kernel";
import { type DataPart, type DataParts, imagePart, type TaskSamples } from "./data-part.ts";
import { TRAINING_FILE } from "./errors.ts";
import type { TaskData, TrainingTask } from "./task.ts";
import { fileOf, folderOf, openEventFolder, openNpz } from "./task-files.ts";

/** The samples of a task. */
export interface TaskSets {
  readonly classes: readonly string[];
  readonly train: TaskSamples;
  readonly validation: TaskSamples | undefined;
  readonly test: TaskSamples;
  /** Their input files. */
  readonly files: readonly string[];
}

/** Open the data of a task; `file` is the one that contains it. */
export async function openData(
  { data }: TrainingTask,
  { file, seed }: { readonly file: string; readonly seed: number },
): Promise<TaskSets> {
  const { classes, files, ...found } = await partsOf(data, file);
  // The validation samples of the set, by default.
  const own = data.validation === undefined ? found.validation : undefined;
  const { validation = 0 } = data;
  const test = firstOf(found.test, data.test, "data.test");
  if (validation === 0) {
    const train = firstOf(found.train, data.train, "data.train");
    return { classes, train, validation: own && firstOf(own, undefined, "data"), test, files };
  }
  if (found.validation !== undefined) {
    throw TRAINING_FILE({
      place: "data.validation",
      message: "The archive contains validation samples.",
      expected: "no fraction of the training samples",
      got: String(validation),
      next: 'Remove "validation" to use those of the archive; 0 disables validation.',
    });
  }
  const { count, labels } = found.train;
  const chosen = validation < 1 ? Math.round(validation * count) : validation;
  checkValidation(validation, chosen, count);
  const parts = { train: count - chosen, validation: chosen };
  checkCount(data.train, parts.train, "data.train");
  const split = splitSamples(count, { seed, parts, labels });
  return {
    classes,
    files,
    test,
    train: found.train.take(split.train.subarray(0, data.train)),
    validation: found.train.take(split.validation),
  };
}

async function partsOf(data: TaskData, file: string): Promise<DataParts> {
  const { set, folder, file: archive } = data;
  if (set === "npz" && folder !== undefined) {
    throw TRAINING_FILE({
      place: "data.folder",
      message: 'A NumPy archive has no "folder".',
      expected: '"set": "npz" with "file"',
      got: `"folder": ${JSON.stringify(folder)}`,
      next: 'Remove "folder", and set "file" to the path relative to the training file.',
    });
  }
  checkOfEvents(data);
  checkOfPictures(data);
  if (set === "npz" && archive !== undefined) return await openNpz(fileOf(file, archive));
  if (set === "npz" || archive !== undefined) {
    throw TRAINING_FILE({
      place: "data",
      message: '"file" requires a NumPy archive.',
      expected: '"set": "npz" with "file"',
      got: set === "npz" ? "no file" : `"set": "${set}" with "file"`,
      next:
        set === "npz"
          ? 'Give "file" the path of the archive.'
          : 'Remove "file", or set "set": "npz".',
    });
  }
  if (set === "events") return openEventFolder(folderOfSet(data, file));
  if (!imageSetNames.includes(set)) throw unknownSet(set);
  // The digits are included.
  const found = await openSet(
    set,
    set === "digits" && folder === undefined
      ? {}
      : { folder: folderOfSet(data, file), ...picturesOf(data) },
  );
  const { classes } = found.train;
  const { files = [] } = found;
  return { classes, train: imagePart(found.train), test: imagePart(found.test), files };
}

/** Options for the colours of pictures. */
function picturesOf({ grey, alpha }: TaskData): Pick<TaskData, "grey" | "alpha"> {
  return { ...(grey !== undefined && { grey }), ...(alpha !== undefined && { alpha }) };
}

/** Refuse options of pictures for other sets. */
function checkOfPictures(data: TaskData): void {
  for (const name of ["grey", "alpha"] as const) {
    if (data.set === "image-folder" || data[name] === undefined) continue;
    throw TRAINING_FILE({
      place: `data.${name}`,
      message: "Only pictures have colours and transparent pixels.",
      expected: '"set": "image-folder"',
      got: `"set": "${data.set}"`,
      next: `Remove "${name}".`,
    });
  }
}

/** Refuse options of events for other sets. */
function checkOfEvents(data: TaskData): void {
  const ofEvents = {
    downsample: '"downsample" applies only to events.',
    damage: '"damage" applies only to event files.',
  };
  for (const [name, message] of Object.entries(ofEvents)) {
    if (data.set === "events" || data[name as keyof typeof ofEvents] === undefined) continue;
    throw TRAINING_FILE({
      place: `data.${name}`,
      message,
      expected: '"set": "events"',
      got: `"set": "${data.set}"`,
      next: `Remove "${name}".`,
    });
  }
}

/** A training accepts an archive and a folder of events in addition to the sets of images. */
function unknownSet(set: string): Error {
  const known = [...imageSetNames, "events", "npz"];
  const nearest = nearestName(set, known);
  const next =
    nearest === undefined
      ? 'Name one of them; arrays of your own are "npz" with a "file".'
      : `Did you mean "${nearest}"?`;
  return SET_MISSING({ set, expected: known.join(", "), got: set, next });
}

function folderOfSet({ set, folder }: TaskData, file: string): string {
  if (folder !== undefined) return folderOf(file, folder);
  throw TRAINING_FILE({
    place: "data.folder",
    message: "This data set needs the folder of its files.",
    expected: `"set": "${set}" with "folder"`,
    got: "no folder",
    next: 'Set "folder" to the path relative to the training file.',
  });
}

function firstOf(part: DataPart, count: number | undefined, place: string): TaskSamples {
  checkCount(count, part.count, place);
  return part.take(Uint32Array.from({ length: count ?? part.count }, (_, k) => k));
}

/** Refuse values that are neither a fraction nor a number of samples, or leave none on either side. */
function checkValidation(given: number, chosen: number, count: number): void {
  if (Number.isInteger(chosen) && chosen >= 1 && chosen < count) return;
  throw TRAINING_FILE({
    place: "data.validation",
    message: `It divides the ${count} training samples into validation and training samples.`,
    expected: `a fraction above 0 and below 1, such as 0.1, or a whole number of samples from 1 to ${count - 1}, each of which leaves some on both sides`,
    got: String(given),
    next: 'Give such a fraction or number; omit "validation", or set it to 0, to learn from all samples.',
  });
}

/** Refuse to take more samples than there are. */
function checkCount(count: number | undefined, most: number, place: string): void {
  if (count === undefined || count <= most) return;
  throw TRAINING_FILE({
    place,
    message: "There are fewer samples.",
    expected: `at most ${most}`,
    got: String(count),
    next: "Reduce the number, or remove it to use all.",
  });
}
