import type { NetworkRecord, PopulationRecord, StimulusRecord } from "@spikeloom/kernel";
import type { Current } from "../currents/current.ts";
import { inputOf } from "../currents/input-of.ts";
import type { Definition } from "../definition.ts";
import type { SessionPopulation } from "../session-population.ts";
import { networkRecord } from "./network-record.ts";
import { noDrives } from "./poisson-drives.ts";

/**
 * Write the whole network in its current state, with positions and currents, and list losses.
 *
 * Its duration is in ms, if known.
 */
export function capturedNetwork(
  definition: Definition,
  duration?: number,
): {
  readonly network: NetworkRecord;
  readonly losses: readonly string[];
} {
  const record = networkRecord(definition, { step: 0, drives: noDrives });
  const { populations, currents, options } = definition;
  const placed = populations.map((one) => [
    one.name,
    { ...(record.populations[one.name] as PopulationRecord), ...positionsOf(one) },
  ]);
  // As in NEST, each neuron has separate noise; the currents of NEURON and Brian2 are shared by all.
  const shared = (options.convention ?? "nest") !== "nest";
  const stimuli = currents.flatMap((current) => stimuliOf(current, shared));
  const spikes = populations
    .filter(({ recording }) => recording.spikes.neurons.length > 0)
    .map(
      ({
        name,
        size,
        recording: {
          spikes: { neurons },
        },
      }) => ({
        population: name,
        variables: ["spikes"],
        ...(neurons.length < size && { neurons: { indices: Array.from(neurons) } }),
      }),
    );
  const network: NetworkRecord = {
    ...record,
    ...(duration !== undefined && { duration: ms(duration) }),
    populations: Object.fromEntries(placed),
    ...(stimuli.length > 0 && { stimuli }),
    record: [...spikes, ...(record.record ?? [])],
  };
  return { network, losses: currents.flatMap(lossesOf) };
}

function positionsOf({
  positions: ask,
  size,
}: SessionPopulation): Pick<PopulationRecord, "positions"> {
  const positions = ask();
  if (positions === undefined) return {};
  const at = (axis: number, k: number): number => positions[axis * size + k] as number;
  const points = Array.from({ length: size }, (_, k) => [at(0, k), at(1, k), at(2, k)]);
  return { positions: { layout: "list", points } };
}

/** Convert an injected current to stimuli, one for each target population. */
function stimuliOf(
  { kind, parameters, injections }: Current,
  shared: boolean,
): readonly StimulusRecord[] {
  const write = Object.hasOwn(writers, kind) ? writers[kind] : undefined;
  return injections.flatMap(({ population, neurons }) => {
    const { name, size } = population;
    const part = neurons.length < size ? { neurons: { indices: Array.from(neurons) } } : {};
    const input = inputOf(population);
    return write
      ? [write(parameters, { into: name, ...part, ...(input && { input }) }, shared)]
      : [];
  });
}

type Into = Pick<StimulusRecord, "into" | "neurons"> & { readonly input?: string };
type Write = (parameters: Current["parameters"], into: Into, shared: boolean) => StimulusRecord;

const nA = (value: number): string => `${value} nA`;
const ms = (value: number): string => `${value} ms`;

const writers: Readonly<Record<string, Write>> = {
  DCSource: ({ number }, into) => ({
    kind: "steps",
    ...into,
    times: [ms(number("start")), ms(number("stop"))],
    values: [nA(number("amplitude")), "0 nA"],
  }),
  ACSource: ({ number }, into) => ({
    kind: "sine",
    ...into,
    amplitude: nA(number("amplitude")),
    frequency: `${number("frequency")} Hz`,
    offset: nA(number("offset")),
    phase: number("phase"),
    start: ms(number("start")),
    stop: ms(number("stop")),
  }),
  StepCurrentSource: ({ list }, into) => ({
    kind: "steps",
    ...into,
    times: Array.from(list("times"), ms),
    values: Array.from(list("amplitudes"), nA),
  }),
  NoisyCurrentSource: ({ number }, into, shared) => ({
    kind: "noise",
    ...into,
    mean: nA(number("mean")),
    sd: nA(number("stdev")),
    every: ms(number("dt")),
    shared,
    start: ms(number("start")),
    stop: ms(number("stop")),
  }),
};

function lossesOf({ kind, isChanged }: Current, number: number): readonly string[] {
  const name = `current ${number} (${kind})`;
  return [
    ...(isChanged ? [`${name} was changed on the way: the network has what it is now`] : []),
    ...(kind === "NoisyCurrentSource" ? [`${name} draws other numbers in a network file`] : []),
  ];
}
