import type { ByteSource, NetworkRecord, StimulusRecord, Tensor } from "@spikeloom/kernel";
import { wholeSource } from "../formats/held-source.ts";
import { LayersDamage } from "../layers/damage.ts";
import { readArray } from "../numpy/read-array.ts";
import { NIR_DATA } from "./errors.ts";
import type { NetworkFromNir, NetworkFromNirOptions } from "./network-from-nir.ts";
import { milliseconds } from "./projections.ts";

/**
 * Set the input of each step of a network, and a duration that covers the whole output.
 *
 * The file has one row per step and one number per input neuron: 0, or 1 for a spike. With `align`, each population is
 * recorded for as many steps as the file has rows.
 */
export async function withInputData(
  { network, stages, inputs }: NetworkFromNir,
  source: ByteSource,
  { align }: Pick<NetworkFromNirOptions, "align"> = {},
): Promise<NetworkRecord> {
  const refuse = (expected: string, got: string): never => {
    throw NIR_DATA({ path: source.name, expected, got });
  };
  const [input = refuse("a graph with one input", "none"), ...others] = inputs;
  if (others.length > 0) refuse("a graph with one input", `${inputs.length}: ${inputs.join(", ")}`);
  const population = network.populations[input];
  const size = population?.size ?? 0;
  const { shape, values } = await arrayOf(source, refuse);
  const [steps = 0, ...row] = shape;
  const width = row.reduce((n, length) => n * length, 1);
  if (width !== size) refuse(`rows of ${size} numbers`, `${shape.join(" × ")} numbers`);
  const dt = Number.parseFloat(network.dt ?? "");
  const isSpiking = population?.model === "spike-array";
  const data = { input, size, steps, values, dt };
  const last = Math.max(...stages.values());
  /** End of the first step of a population that belongs to no row of the file. */
  const endOf = (name: string): string =>
    `${milliseconds(steps + (stages.get(name) ?? 0) + 1, dt)} ms`;
  const record = network.record?.map((one) => ({ ...one, until: endOf(one.population) }));
  return {
    ...network,
    ...(align === true && record !== undefined && { record }),
    duration: `${milliseconds(steps + last, dt)} ms`,
    ...(isSpiking
      ? {
          populations: {
            ...network.populations,
            [input]: { ...population, times: spikeTimes(data, refuse) },
          },
        }
      : { stimuli: valuesOf(data) }),
  };
}

type Refuse = (expected: string, got: string) => never;

/** Read an array of NumPy, or refuse it. */
export async function arrayOf(source: ByteSource, refuse: Refuse): Promise<Tensor> {
  const bytes = await wholeSource(source);
  try {
    return readArray(bytes, source.name);
  } catch (fault) {
    if (fault instanceof LayersDamage) return refuse("an array saved by NumPy", fault.message);
    throw fault;
  }
}

interface InputData {
  readonly input: string;
  readonly size: number;
  readonly steps: number;
  readonly values: ArrayLike<number>;
  /** In milliseconds. */
  readonly dt: number;
}

function spikeTimes(
  { size, steps, values, dt }: InputData,
  refuse: Refuse,
): readonly (readonly number[])[] {
  const times = Array.from({ length: size }, () => [] as number[]);
  for (let step = 0; step < steps; step++) {
    for (let k = 0; k < size; k++) {
      const value = values[step * size + k] ?? 0;
      if (value === 0) continue;
      if (value !== 1) refuse("0 or 1, or the option input=values", `${value} in row ${step}`);
      // A spike in the first step is stamped with the end of the step.
      times[k]?.push(milliseconds(step + 1, dt));
    }
  }
  return times;
}

function valuesOf({ input, size, steps, values, dt }: InputData): readonly StimulusRecord[] {
  const stimuli: StimulusRecord[] = [];
  for (let k = 0; k < size; k++) {
    const column = Float64Array.from({ length: steps }, (_, step) => values[step * size + k] ?? 0);
    if (column.every((value) => value === 0)) continue;
    // After the last row the input is zero, not the last row held.
    const all = new Float64Array(steps + 1);
    all.set(column);
    const neurons = { indices: [k] };
    stimuli.push({
      kind: "time-array",
      into: input,
      neurons,
      input: "values",
      values: { values: all },
      every: `${dt} ms`,
    });
  }
  return stimuli;
}
