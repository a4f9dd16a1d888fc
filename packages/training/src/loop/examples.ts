import type { Batch, SpikeColumns } from "@spikeloom/kernel";

/** Examples that batches are taken from. */
export interface Examples {
  readonly size: number;
  /** Take some of them, in the order that is asked for. */
  batch(indices: Uint32Array): Batch;
}

/**
 * Take batches from examples whose spikes are all in columns.
 *
 * `targets` has as many numbers for each example; a label is one.
 */
export function spikeExamples(
  inputs: Readonly<Record<string, SpikeColumns>>,
  targets: Float64Array,
  size: number,
): Examples {
  const each = targets.length / size;
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
