import {
  type Batch,
  checkOptionNames,
  type OptionNames,
  type SpikeColumns,
  type ValueColumns,
} from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { Examples } from "./examples.ts";

/** Options for splitting samples into windows. */
export interface WindowOptions {
  /** Number of windows per sample. */
  readonly windows: number;
  /** Steps per window: those of the trained network. */
  readonly steps: number;
  /** Whether each window has the `whole` target (default), or its `part` of the numbers. */
  readonly targets?: "whole" | "part" | undefined;
}

const names: OptionNames<WindowOptions> = { windows: true, steps: true, targets: true };

/**
 * Split samples into windows that a learner processes in sequence.
 *
 * Each continues from the state at the end of the previous one. The learner needs `carry`. Throws `SL_TRAINING_OPTION`
 * if a spike, values or targets do not match the windows, and if samples are already split.
 */
export function windowedExamples(examples: Examples, options: WindowOptions): Examples {
  checkOptionNames(options, names, "windowedExamples");
  const { windows, steps, targets = "whole" } = options;
  for (const [place, one] of Object.entries({ windows, steps })) {
    if (!(Number.isInteger(one) && one > 0)) throw misfit(place, "an integer of at least 1", one);
  }
  if (targets !== "whole" && targets !== "part") throw misfit("targets", "whole, part", targets);
  if ((examples.windows ?? 1) > 1) throw twice(examples.windows);
  // All windows of a batch are requested in sequence, so it is created once.
  let last: { readonly indices: string; readonly batch: Batch } | undefined;
  const wholeOf = (indices: Uint32Array): Batch => {
    const key = indices.join();
    if (last?.indices !== key) last = { indices: key, batch: examples.batch(indices) };
    return last.batch;
  };
  return {
    size: examples.size,
    windows,
    ...(examples.late !== undefined && { late: examples.late }),
    batch(indices, window = 0) {
      const { size, inputs, ...whole } = wholeOf(indices);
      const cut = { size, windows, steps, window };
      const own = Object.entries(inputs).map(([name, columns]) => {
        const place = `inputs.${name}`;
        const isSpikes = "begins" in columns;
        return [name, isSpikes ? spikesIn(columns, cut, place) : valuesIn(columns, cut, place)];
      });
      return {
        size,
        inputs: Object.fromEntries(own) as Batch["inputs"],
        targets: targets === "whole" ? whole.targets : targetsIn(whole.targets, cut),
        continues: new Uint8Array(size).fill(window === 0 ? 0 : 1),
      };
    },
  };
}

interface Cut extends Pick<WindowOptions, "windows" | "steps"> {
  readonly size: number;
  readonly window: number;
}

/** Extract the spikes of a window. */
function spikesIn(
  { begins, steps: at, neurons }: SpikeColumns,
  { size, windows, steps, window }: Cut,
  place: string,
): SpikeColumns {
  const [from, until] = [window * steps, (window + 1) * steps];
  const starts = new Uint32Array(size + 1);
  const [first, last] = [new Uint32Array(size), new Uint32Array(size)];
  for (let k = 0; k < size; k++) {
    let next = begins[k] as number;
    const end = begins[k + 1] as number;
    if (end > next && (at[end - 1] as number) >= windows * steps) {
      throw misfit(place, `spikes in ${windows} × ${steps} steps`, `one in step ${at[end - 1]}`);
    }
    while (next < end && (at[next] as number) < from) next++;
    first[k] = next;
    while (next < end && (at[next] as number) < until) next++;
    last[k] = next;
    starts[k + 1] = (starts[k] as number) + next - (first[k] as number);
  }
  const count = starts[size] as number;
  const own = { steps: new Uint32Array(count), neurons: new Uint32Array(count) };
  for (let k = 0; k < size; k++) {
    own.steps.set(at.subarray(first[k], last[k]), starts[k]);
    own.neurons.set(neurons.subarray(first[k], last[k]), starts[k]);
  }
  return { begins: starts, steps: own.steps.map((step) => step - from), neurons: own.neurons };
}

/** Extract the values of a window; a single step stands for all. */
function valuesIn(
  columns: ValueColumns,
  { size, windows, steps, window }: Cut,
  place: string,
): ValueColumns {
  const { values } = columns;
  if (columns.steps === 1) return columns;
  if (columns.steps !== windows * steps) {
    throw misfit(place, `values of 1 or ${windows} × ${steps} steps`, columns.steps);
  }
  const each = values.length / size / windows;
  const own = new Float64Array(each * size);
  for (let k = 0; k < size; k++) {
    const from = (k * windows + window) * each;
    own.set(values.subarray(from, from + each), k * each);
  }
  return { steps, values: own };
}

/** Extract the window's part of each row of targets. */
function targetsIn(targets: Float64Array, { size, windows, window }: Cut): Float64Array {
  const each = targets.length / size / windows;
  if (!Number.isInteger(each)) {
    throw misfit(
      "targets",
      `the same number of values for each of ${windows} windows`,
      targets.length / size,
    );
  }
  const own = new Float64Array(each * size);
  for (let k = 0; k < size; k++) {
    const from = (k * windows + window) * each;
    own.set(targets.subarray(from, from + each), k * each);
  }
  return own;
}

function misfit(place: string, expected: string, got: unknown): Error {
  const message = "Invalid options for splitting samples into windows.";
  return TRAINING_OPTION({
    place,
    message,
    expected,
    got: String(got),
    next: "Choose windows and steps that match the spikes, values and targets of a sample.",
  });
}

function twice(got: unknown): Error {
  return TRAINING_OPTION({
    place: "examples.windows",
    message: "Samples that are split into windows cannot be split again.",
    expected: "1",
    got: String(got),
    next: "Split the original samples into the final number of windows.",
  });
}
