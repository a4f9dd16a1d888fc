import type { NetworkRecord } from "@spikeloom/kernel";
import { type Chosen, chooseNeurons, readTime } from "@spikeloom/network";
import { NOT_RECORDED } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";

/** What a recorder of the network writes down, in steps and numbers. */
export interface Recorded {
  readonly index: number;
  readonly population: string;
  readonly chosen: Chosen;
  readonly spikes: boolean;
  /** Sampled variables. */
  readonly variables: readonly string[];
  /** Stamps from `from` on and below `until`; of samples those that `every` divides. */
  readonly from: number;
  readonly until: number;
  readonly every: number;
  readonly place: string;
}

/** Find out what all recorders write down. */
export function readRecorders(plan: JobPlan): readonly Recorded[] {
  return (plan.network.record ?? []).map((record, index) => readRecorder(plan, record, index));
}

function readRecorder(
  { resolved, dt }: JobPlan,
  record: NonNullable<NetworkRecord["record"]>[number],
  index: number,
): Recorded {
  const place = `record[${index}]`;
  const population = resolved.get(record.population);
  if (population === undefined) {
    throw NOT_RECORDED({
      place: `${place}.population`,
      message: `There is no population "${record.population}".`,
      expected: [...resolved.keys()].join(", "),
    });
  }
  const steps = (text: string | undefined, otherwise: number): number =>
    text === undefined ? otherwise : Math.floor(readTime(text, place) / dt + 0.5);
  return {
    index,
    population: record.population,
    chosen: chooseNeurons(record.neurons, population.size, `${place}.neurons`),
    spikes: record.variables.includes("spikes"),
    variables: record.variables.filter((variable) => variable !== "spikes"),
    from: steps(record.from, 0),
    until: steps(record.until, Number.POSITIVE_INFINITY),
    every: Math.max(1, steps(record.every, 1)),
    place,
  };
}

/** Whether a recorder samples at a stamp. */
export function isDue({ from, until, every }: Recorded, stamp: number): boolean {
  return stamp >= from && stamp < until && stamp % every === 0;
}

// What a recorder holds before it hands it over: small enough to lose little, large enough to be cheap.
const heldValues = 65_536;

/** Samples that are held at most before they are handed over. */
export function heldSamples({ chosen }: Recorded): number {
  return Math.max(1, Math.floor(heldValues / Math.max(1, chosen.size)));
}

/** The most steps that may pass before samples have to be handed over. */
export function stepsBetween(recorded: readonly Recorded[]): number {
  const sampled = recorded.filter(({ variables }) => variables.length > 0);
  return sampled.reduce(
    (least, one) => Math.min(least, heldSamples(one) * one.every),
    Number.MAX_SAFE_INTEGER,
  );
}
