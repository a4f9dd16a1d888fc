import type { SpikeColumns } from "@spikeloom/kernel";

/** Writes the spikes of samples into columns, in the order of a batch. */
export interface ColumnWriter {
  /** Start the next sample, of at most so many spikes. */
  begin(most: number): void;
  /** Count a spike of the sample. */
  count(step: number): void;
  /** End counting; the same spikes follow, by neuron. */
  counted(): void;
  place(step: number, neuron: number): void;
  columns(): SpikeColumns;
}

/** Create a writer for the spikes of so many samples: sorted by step, then by neuron. */
export function columnWriter(
  examples: number,
  { steps: length, neurons: size }: { readonly steps: number; readonly neurons: number },
): ColumnWriter {
  const begins = new Uint32Array(examples + 1);
  // Position of the next spike of each step.
  const next = new Uint32Array(length + 1);
  let [example, end] = [-1, 0];
  let steps = column(length, 2 ** 16);
  let neurons = column(size, 2 ** 16);
  return {
    begin(most) {
      example++;
      next.fill(0);
      if (end + most <= steps.length) return;
      const room = Math.max(2 * steps.length, end + most);
      [steps, neurons] = [grown(steps, length, room), grown(neurons, size, room)];
    },
    count(step) {
      next[step + 1] = (next[step + 1] as number) + 1;
    },
    counted() {
      next[0] = end;
      for (let step = 1; step <= length; step++) {
        next[step] = (next[step] as number) + (next[step - 1] as number);
      }
      end = next[length] as number;
      begins[example + 1] = end;
    },
    place(step, neuron) {
      const at = next[step] as number;
      next[step] = at + 1;
      steps[at] = step;
      neurons[at] = neuron;
    },
    columns: () => ({ begins, steps: steps.slice(0, end), neurons: neurons.slice(0, end) }),
  };
}

type Column = Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** Allocate a column for integers below a bound. */
function column(bound: number, room: number): Column {
  return bound <= 2 ** 16 ? new Uint16Array(room) : new Uint32Array(room);
}

function grown(from: Column, bound: number, room: number): Column {
  const made = column(bound, room);
  made.set(from);
  return made;
}
