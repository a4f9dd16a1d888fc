import { readNumpy } from "@spikeloom/data";
import { bytesSource, type Tensor } from "@spikeloom/kernel";
import { readBytes } from "../load/read-bytes.ts";
import { type DataPart, type DataParts, valuePart } from "./data-part.ts";
import { TRAINING_FILE } from "./errors.ts";

/** Names of the arrays of a part: as in Keras, and as in MedMNIST. */
const names = {
  train: [
    ["x_train", "y_train"],
    ["train_images", "train_labels"],
  ],
  validation: [
    ["x_val", "y_val"],
    ["val_images", "val_labels"],
  ],
  test: [
    ["x_test", "y_test"],
    ["test_images", "test_labels"],
  ],
} as const;

/** The purpose of the samples of a part. */
const purposes = {
  train: "learn from",
  validation: "validate with",
  test: "test with",
} as const;

type Arrays = ReadonlyMap<string, Tensor>;

/**
 * Open samples and labels of an archive of NumPy.
 *
 * Its arrays are `x_train`, `y_train`, `x_test` and `y_test`, with samples as the first axis. Labels count classes from
 * 0, or are
 * one-hot. Validation samples are `x_val` and `y_val`, which may be missing. The range of all numbers is that of the
 * training samples.
 */
export async function openNpz(file: string): Promise<DataParts> {
  const arrays: Arrays = await readNumpy(bytesSource(file, readBytes(file)));
  const [train, test] = [rawPart(arrays, "train", file), rawPart(arrays, "test", file)];
  const validation = names.validation.flat().some((name) => arrays.has(name))
    ? rawPart(arrays, "validation", file)
    : undefined;
  checkShape(train, test, { part: "test", file });
  if (validation !== undefined) checkShape(train, validation, { part: "validation", file });
  const range = rangeOf(train.values);
  const labels = [train, test, validation].flatMap((one) => [...(one?.labels ?? [])]);
  const most = labels.reduce((one, other) => Math.max(one, other), 0);
  const part = (raw: RawPart): DataPart => valuePart({ ...raw, range });
  const classes = Array.from({ length: most + 1 }, (_, k) => String(k));
  return {
    classes,
    train: part(train),
    test: part(test),
    validation: validation && part(validation),
    files: [file],
  };
}

function checkShape(
  train: RawPart,
  other: RawPart,
  { part, file }: { readonly part: keyof typeof names; readonly file: string },
): void {
  if (train.shape.join() === other.shape.join()) return;
  throw TRAINING_FILE({
    place: file,
    message: `Samples to train with and to ${purposes[part]} have different shapes.`,
    expected: train.shape.join(" × "),
    got: other.shape.join(" × "),
    next: "Save both with the same axes after the sample axis.",
  });
}

interface RawPart {
  readonly values: Tensor["values"];
  readonly shape: readonly number[];
  readonly labels: Uint8Array;
}

function rawPart(arrays: Arrays, part: keyof typeof names, file: string): RawPart {
  const [given, wanted] = names[part]
    .map(([samples, labels]) => [arrays.get(samples), arrays.get(labels)] as const)
    .find(([samples]) => samples !== undefined) ?? [undefined, undefined];
  if (given === undefined || wanted === undefined) {
    throw TRAINING_FILE({
      place: file,
      message: `There are no samples and labels to ${purposes[part]}.`,
      expected: names[part].map((pair) => pair.join(" and ")).join(", or "),
      got: [...arrays.keys()].join(", ") || "no array",
      next: "Save them under these names.",
    });
  }
  const [count = 0, ...shape] = given.shape;
  const place = `${file}: samples to ${purposes[part]}`;
  if (count === 0) {
    throw TRAINING_FILE({
      place,
      message: "There are no samples.",
      expected: "at least one sample",
      got: `an array of ${given.shape.join(" × ")}`,
      next: "Save at least one sample.",
    });
  }
  checkFinite(given.values, count, place);
  const labels = labelsOf(wanted, count, file);
  return { values: given.values, shape: shape.length === 0 ? [1] : shape, labels };
}

/** Refuse NaN and infinite numbers. */
function checkFinite(values: Tensor["values"], count: number, place: string): void {
  const odd = values.findIndex((value) => !Number.isFinite(value));
  if (odd < 0) return;
  const each = values.length / count;
  throw TRAINING_FILE({
    place,
    message: "A value is not a finite number.",
    expected: "a finite number",
    got: `${values[odd]}, value ${odd % each} of sample ${Math.floor(odd / each)}`,
    next: "Replace missing values, or remove the sample.",
  });
}

/** Read labels: integers from 0 on, or one-hot rows. */
function labelsOf({ shape, values }: Tensor, count: number, file: string): Uint8Array {
  const refuse = (message: string, expected: string, got: string, next?: string): never => {
    throw TRAINING_FILE({ place: `${file}: labels`, message, expected, got, next });
  };
  const [size, ...rest] = shape;
  const each = rest.reduce((product, one) => product * one, 1);
  if (size !== count) {
    const next = "Save one label per sample, in the same order.";
    refuse("There is not a label for each sample.", `${count}`, `${size}`, next);
  }
  return Uint8Array.from({ length: count }, (_, k) => {
    const own = values.subarray(k * each, (k + 1) * each);
    const label = each === 1 ? (own[0] as number) : own.indexOf(1);
    const isOne = each === 1 || own.every((one, place) => one === (place === label ? 1 : 0));
    if (isOne && Number.isInteger(label) && label >= 0 && label < 256) return label;
    const got = `${Array.from(own.subarray(0, 12)).join(", ")} for sample ${k}`;
    return refuse(
      "A label is not a class.",
      "an integer from 0 to 255, or a one-hot row",
      got,
      "Count classes from 0.",
    );
  });
}

function rangeOf(values: Tensor["values"]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const one of values) {
    if (one < low) low = one;
    if (one > high) high = one;
  }
  return high > low ? [low, high] : [0, 1];
}
