import { type LabelledImages, openSet, splitSamples, takeImages } from "@spikeloom/data";
import type { LabelledValues } from "@spikeloom/training";
import { TRAINING_FILE } from "../errors.ts";
import type { TrainingTask } from "./task.ts";
import { folderOf } from "./task-files.ts";

/** Samples with the range of their numbers. */
export interface TaskSamples extends LabelledValues {
  readonly range: readonly [number, number];
}

/** The samples of a task. */
export interface TaskSets {
  readonly classes: readonly string[];
  readonly train: TaskSamples;
  readonly validation: TaskSamples | undefined;
  readonly test: TaskSamples;
}

/** Open the data of a task; `file` is the one that it stands in. */
export async function openData(
  { data }: TrainingTask,
  { file, seed }: { readonly file: string; readonly seed: number },
): Promise<TaskSets> {
  const { set, folder: own, validation = 0 } = data;
  const found = await openSet(set, own === undefined ? {} : { folder: folderOf(file, own) });
  const { classes } = found.train;
  const test = samplesOf(firstOf(found.test, data.test, "data.test"));
  if (validation === 0) {
    return {
      classes,
      train: samplesOf(firstOf(found.train, data.train, "data.train")),
      validation: undefined,
      test,
    };
  }
  const { count, labels } = found.train;
  const chosen = validation < 1 ? Math.round(validation * count) : validation;
  const parts = { train: count - chosen, validation: chosen };
  checkCount(data.train, parts.train, "data.train");
  const split = splitSamples(count, { seed, parts, labels });
  return {
    ...{ classes, test },
    train: samplesOf(takeImages(found.train, split.train.subarray(0, data.train))),
    validation: samplesOf(takeImages(found.train, split.validation)),
  };
}

function firstOf(images: LabelledImages, count: number | undefined, place: string): LabelledImages {
  checkCount(count, images.count, place);
  if (count === undefined) return images;
  return takeImages(
    images,
    Uint32Array.from({ length: count }, (_, k) => k),
  );
}

/** Refuse to take more samples than there are. */
function checkCount(count: number | undefined, most: number, place: string): void {
  if (count === undefined || count <= most) return;
  throw TRAINING_FILE({
    place,
    message: "There are not so many samples.",
    ...{ expected: `at most ${most}`, got: String(count) },
    next: "Ask for fewer, or leave it out to take all.",
  });
}

function samplesOf({ images, height, width, white, labels, count }: LabelledImages): TaskSamples {
  return {
    values: images,
    shape: [height, width],
    range: [0, white],
    targets: labels,
    size: count,
  };
}
