import type { SpikeColumns } from "@spikeloom/kernel";

/** Puts the spikes of examples into columns, in the order that a batch wants. */
export interface ColumnWriter {
  /** Begin the next example, of at most so many spikes. */
  begin(most: number): void;
  /** Count a spike of the example. */
  count(step: number): void;
  /** End counting; the same spikes follow, in the order of their neurons. */
  counted(): void;
  place(step: number, neuron: number): void;
  columns(): SpikeColumns;
}

/** Make what puts spikes of so many examples into columns: in an example by step, in it by neuron. */
export function columnWriter(
  examples: number,
  { steps: length, neurons: size }: { readonly steps: number; readonly neurons: number },
): ColumnWriter {
  const begins = new Uint32Array(examples + 1);
  // Where the next spike of each step goes.
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

/** Make a column for numbers below a bound. */
function column(bound: number, room: number): Column {
  return bound <= 2 ** 16 ? new Uint16Array(room) : new Uint32Array(room);
}

function grown(from: Column, bound: number, room: number): Column {
  const made = column(bound, room);
  made.set(from);
  return made;
}
