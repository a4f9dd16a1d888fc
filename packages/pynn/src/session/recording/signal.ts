/** Samples of one variable of some neurons, in internal units, at regular steps. */
export interface Signal {
  readonly neurons: Uint32Array;
  /** Steps from one row to the next. */
  readonly every: number;
  /** The step of the first row; undefined if there is none. */
  readonly start: number | undefined;
  readonly rows: number;
  /** Whether a row of this step would be the next one. */
  wants(step: number): boolean;
  /** Add rows; existing ones are skipped. */
  add(steps: ArrayLike<number>, values: Float64Array): void;
  /** All rows, row by row, as a view. */
  values(): Float64Array;
  /** Keep only the last row. */
  clear(): void;
  reset(): void;
}

/** Create an empty signal. */
export function emptySignal(neurons: Uint32Array, every: number): Signal {
  const width = neurons.length;
  let start: number | undefined;
  let rows = 0;
  let kept = new Float64Array(0);
  const next = (): number | undefined => (start === undefined ? undefined : start + rows * every);
  const push = (row: Float64Array): void => {
    if ((rows + 1) * width > kept.length) {
      const larger = new Float64Array(Math.max(64, 2 * kept.length, (rows + 1) * width));
      larger.set(kept.subarray(0, rows * width));
      kept = larger;
    }
    kept.set(row, rows * width);
    rows += 1;
  };
  return {
    neurons,
    every,
    get start() {
      return start;
    },
    get rows() {
      return rows;
    },
    wants: (step) => step % every === 0 && (start === undefined || next() === step),
    add(steps, values) {
      for (let k = 0; k < steps.length; k++) {
        const step = steps[k] as number;
        start ??= step;
        if (next() === step) push(values.subarray(k * width, (k + 1) * width));
      }
    },
    values: () => kept.subarray(0, rows * width),
    clear() {
      if (rows === 0) return;
      start = (start as number) + (rows - 1) * every;
      kept = kept.slice((rows - 1) * width, rows * width);
      rows = 1;
    },
    reset() {
      [start, rows, kept] = [undefined, 0, new Float64Array(0)];
    },
  };
}

/** Create the signal of other neurons; values that were not recorded are NaN. */
export function otherNeurons(before: Signal, neurons: Uint32Array): Signal {
  const { every, rows, start } = before;
  const signal = emptySignal(neurons, every);
  const column = new Map([...before.neurons].map((neuron, k) => [neuron, k]));
  const columns = Array.from(neurons, (neuron) => column.get(neuron) ?? -1);
  const old = before.values();
  for (let row = 0; row < rows; row++) {
    const at = row * before.neurons.length;
    const values = Float64Array.from(columns, (k) =>
      k < 0 ? Number.NaN : (old[at + k] as number),
    );
    signal.add([(start as number) + row * every], values);
  }
  return signal;
}
