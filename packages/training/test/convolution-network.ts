import type { Batch, NetworkRecord } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";
import { defaultStack as stack } from "spikeloom";

const steps = 12;
const unitless = {
  v_rest: "0 mV",
  v_reset: "0 mV",
  v_threshold: "1 mV",
  tau_refrac: "0 ms",
};

/** Shape of a convolution. */
export interface Shape {
  readonly stride?: number;
  readonly padding?: number;
  readonly pool?: number;
  /** Target channels, by default 3. */
  readonly outputs?: number;
  /** Channels of the input map, by default 3. */
  readonly inner?: number;
}

const kernel = [3, 2] as const;
const draws = (key: number) => stream(streamKey(key, "weights"), 0);

/** A convolution over maps of the given size and number of channels, with the shape and the number of its targets. */
function windowOver(
  [from, to]: readonly [string, string],
  [rows, columns, channels]: readonly [number, number, number],
  { stride = 1, padding = 0, pool = 1, outputs = 3 }: Shape,
) {
  const places = (length: number, side: number): number =>
    Math.floor((Math.floor(length / pool) + 2 * padding - side) / stride) + 1;
  const [toRows, toColumns] = [places(rows, kernel[0]), places(columns, kernel[1])];
  const drawn = draws(rows + channels);
  const weight = Float64Array.from({ length: outputs * channels * kernel[0] * kernel[1] }, () => {
    return 0.5 * (1.6 * drawn.uniform() - 0.6);
  });
  return {
    projection: {
      name: `${from}->${to}`,
      from,
      to,
      delay: "1 ms",
      connector: {
        kind: "convolution",
        rows,
        columns,
        kernelRows: kernel[0],
        kernelColumns: kernel[1],
        stride,
        padding,
        pool,
      },
      weight: { values: weight, unit: "mV" },
    },
    to: [toRows, toColumns] as const,
    size: outputs * toRows * toColumns,
  };
}

const neurons = (size: number) => ({ model: "lif-delta", size, parameters: unitless });

/** Describe two channels of 7 × 6, three channels of a convolution, and four neurons that see all of these. */
export function mapNetwork(shape: Shape): NetworkRecord {
  const first = windowOver(["input", "maps"], [7, 6, 2], shape);
  return networkOf([first]);
}

/** Describe the same with another convolution in front: gradients then pass back through both. */
export function deepNetwork(shape: Shape): NetworkRecord {
  const { inner = 3 } = shape;
  const first = windowOver(["input", "first"], [7, 6, 2], { padding: 1, outputs: inner });
  const second = windowOver(["first", "maps"], [...first.to, inner], shape);
  return networkOf([first, second]);
}

function networkOf(windows: readonly ReturnType<typeof windowOver>[]): NetworkRecord {
  const { to, size: hidden } = windows.at(-1) as ReturnType<typeof windowOver>;
  const [rows, columns] = to;
  const drawn = draws(hidden);
  const values = Float64Array.from({ length: 4 * hidden }, () => {
    return 0.4 * (1.6 * drawn.uniform() - 0.6);
  });
  return completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: "1 ms",
      seed: 4,
      duration: `${steps} ms`,
      populations: {
        input: { model: "spike-array", size: 2 * 7 * 6 },
        ...Object.fromEntries(
          windows.map(({ projection, size }) => [projection.to, neurons(size)]),
        ),
        output: neurons(4),
      },
      projections: [
        ...windows.map(({ projection }) => projection),
        {
          name: "maps->output",
          from: "maps",
          to: "output",
          delay: "2 ms",
          connector: {
            kind: "convolution",
            rows,
            columns,
            kernelRows: rows,
            kernelColumns: columns,
          },
          weight: { values, unit: "mV" },
        },
      ],
    },
    stack,
  );
}

/** Draw a batch. */
export function mapBatch(size: number, rate = 0.15): Batch {
  const draws = stream(streamKey(12, "batch"), 0);
  const begins = new Uint32Array(size + 1);
  const [at, neurons]: [number[], number[]] = [[], []];
  for (let example = 0; example < size; example++) {
    for (let step = 0; step < steps; step++) {
      for (let neuron = 0; neuron < 84; neuron++) {
        if (draws.uniform() >= rate) continue;
        at.push(step);
        neurons.push(neuron);
      }
    }
    begins[example + 1] = at.length;
  }
  const input = { begins, steps: Uint16Array.from(at), neurons: Uint16Array.from(neurons) };
  const targets = Float64Array.from({ length: size }, (_, k) => k % 4);
  return { size, inputs: { input }, targets };
}
