import type { Batch, SpikeColumns } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";

/** Spikes or events dropped because they occur after the last step. */
export interface LateSpikes {
  readonly count: number;
  /** Total number, including those. */
  readonly of: number;
}

/** Samples from which batches are drawn. */
export interface Examples {
  readonly size: number;
  /** Windows per sample, processed in sequence; default 1. */
  readonly windows?: number;
  /** Spikes or events dropped after the last step, and their total; undefined if none. */
  readonly late?: LateSpikes;
  /**
   * Return some of them, in the given order; for samples in windows, those of the given window, by default the first.
   */
  batch(indices: Uint32Array, window?: number): Batch;
}

/**
 * Create samples from spikes stored in columns.
 *
 * `targets` has the same number of values per sample; a label is one. Throws `SL_TRAINING_OPTION` if the columns have
 * another number of samples, or the targets cannot be divided among them.
 */
export function spikeExamples(
  inputs: Readonly<Record<string, SpikeColumns>>,
  targets: Float64Array,
  size: number,
): Examples {
  const each = targets.length / size;
  checkSize("targets", { fits: Number.isInteger(each) && each > 0, size, got: targets.length });
  for (const [name, { begins }] of Object.entries(inputs)) {
    checkSize(`inputs.${name}.begins`, {
      fits: begins.length === size + 1,
      size,
      got: begins.length,
    });
  }
  return {
    size,
    batch(indices) {
      const wanted = new Float64Array(each * indices.length);
      indices.forEach((index, k) => {
        wanted.set(targets.subarray(index * each, (index + 1) * each), k * each);
      });
      const taken = Object.entries(inputs).map(([name, columns]) => {
        return [name, takeColumns(columns, indices)] as const;
      });
      return { size: indices.length, inputs: Object.fromEntries(taken), targets: wanted };
    },
  };
}

function checkSize(
  place: string,
  { fits, size, got }: { readonly fits: boolean; readonly size: number; readonly got: number },
): void {
  if (fits) return;
  throw TRAINING_OPTION({
    place,
    message: "The numbers of columns and targets do not match the number of samples.",
    expected:
      place === "targets" ? `the same number for each of ${size} samples` : `${size + 1} numbers`,
    got: String(got),
  });
}

function takeColumns({ begins, steps, neurons }: SpikeColumns, indices: Uint32Array): SpikeColumns {
  const starts = new Uint32Array(indices.length + 1);
  indices.forEach((index, k) => {
    const count = (begins[index + 1] as number) - (begins[index] as number);
    starts[k + 1] = (starts[k] as number) + count;
  });
  const length = starts[indices.length] as number;
  const copy = <Column extends Uint16Array | Uint32Array>(column: Column): Column => {
    const made = new (column.constructor as new (length: number) => Column)(length);
    indices.forEach((index, k) => {
      made.set(column.subarray(begins[index], begins[index + 1]), starts[k]);
    });
    return made;
  };
  return { begins: starts, steps: copy(steps), neurons: copy(neurons) };
}
