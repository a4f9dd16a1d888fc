import {
  formulaInput,
  type NetworkRecord,
  network,
  population,
  type Result,
  record,
  run,
} from "spikeloom";
import type { NeuronRecord } from "../../packages/kernel/src/contracts/neuron.ts";
import { displayUnit } from "../../packages/plots/src/display-unit.ts";

/** Neurons of one model, each with its own current. */
export interface Drive {
  readonly model: NeuronRecord;
  /** Number of currents, each for `copies` neurons. */
  readonly count: number;
  readonly copies: number;
  /** A formula of `level`, the index of a current from 0, in the unit of the input. */
  readonly current: string;
  /** In ms. */
  readonly duration: number;
  readonly start?: number;
  readonly stop?: number;
  /** In addition to spikes. */
  readonly variables?: readonly string[];
}

/** The driven input, if there is one: the first of the model. */
export function inputOf(
  model: NeuronRecord,
): { readonly name: string; readonly unit: string } | undefined {
  const [entry] = Object.entries(model.inputs ?? {});
  // Amperes of equations are driven by nA, so that currents have a neuron's magnitude.
  return entry && { name: entry[0], unit: displayUnit(entry[1].unit).unit };
}

/** Write a unit in the form used by formulas. */
function inFormula(unit: string): string {
  return unit === "1" || unit === "" ? "1" : unit.replaceAll("^", "**");
}

/** Run neurons with constant currents, or with steps from `start` to `stop`. */
export async function driveNeurons(drive: Drive): Promise<Result> {
  const { model, count, copies, duration, variables = [], start, stop } = drive;
  const input = inputOf(model);
  const neurons = population(model, count * copies);
  const level = copies === 1 ? "i" : `floor(i / ${copies})`;
  const formula = drive.current.replaceAll("level", level);
  const window = {
    ...(start !== undefined && { start: `${start} ms` }),
    ...(stop !== undefined && { stop: `${stop} ms` }),
  };
  const net = network({
    populations: { neurons },
    stimuli:
      input === undefined
        ? []
        : [
            formulaInput(neurons, {
              input: input.name,
              value: `(${formula}) * ${inFormula(input.unit)}`,
              ...window,
            }),
          ],
    record: [record(neurons, ["spikes", ...variables])],
  });
  return await runQuietly(net, { model, duration });
}

/** Run with the step of the model; neurons that diverge do not end the run of others. */
export async function runQuietly(
  net: NetworkRecord,
  { model, duration }: { readonly model?: NeuronRecord; readonly duration: number },
): Promise<Result> {
  const dt = model?.integrator?.dt;
  return await run(net, {
    for: `${duration} ms`,
    seed: 7,
    workers: 1,
    onDivergence: "warn",
    ...(dt !== undefined && { dt }),
  });
}

/** List the spike times of each neuron. */
export function trainsOf(result: Result, size: number): readonly (readonly number[])[] {
  const trains = Array.from({ length: size }, (): number[] => []);
  const spikes = result.recordings[0]?.spikes;
  for (const [k, time] of (spikes?.times ?? new Float64Array()).entries()) {
    trains[spikes?.neurons[k] ?? 0]?.push(time);
  }
  return trains;
}
