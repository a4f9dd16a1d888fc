import { keptLength, type SpikeTrain, spikeTrain } from "@spikeloom/code";
import { givenStep, joinSpikes, type NetworkProgram } from "@spikeloom/program";
import { FIXED_EVENTS } from "./errors.ts";
import type { LaidPopulation, NetworkLayout } from "./layout.ts";

/** A population that sends spikes by itself. */
export interface LaidSource {
  readonly population: LaidPopulation;
  /** Maximum number of spikes of a neuron in a step. */
  readonly times: number;
  /** Spikes of a step, ascending, once for each spike; steps come in order. */
  at(step: number): readonly number[];
  /** Positions of its random trains, which a saved state includes. */
  readonly kept: Float64Array;
  /** Spikes that code sends in the next step. */
  sent: number[];
}

/** Most spikes of a neuron in a step that sums allow for where they are drawn, or sent by code. */
const mostDrawn = 64;

/** Prepare the sources of a program. */
export function laySources(
  program: NetworkProgram,
  { populations }: NetworkLayout,
): ReadonlyMap<string, LaidSource> {
  const sources = new Map<string, LaidSource>();
  for (const [name, population] of populations) {
    const made = laySource(program, population);
    if (made !== undefined) sources.set(name, made);
  }
  return sources;
}

function laySource(program: NetworkProgram, population: LaidPopulation): LaidSource | undefined {
  const { source, name, size } = population.population;
  if (source === undefined) return undefined;
  const { dt, seed, trial, convention, open } = program;
  const part = { start: 0, every: 1, size };
  const kept = new Float64Array(keptLength(size));
  const request = { name, size, part, dt, seed, trial, convention };
  const train: SpikeTrain = spikeTrain(source, request, kept);
  const isOne = convention.multiplicity === "one";
  const isKnown = source.kind === "times" && !open;
  const times = isOne ? 1 : isKnown ? mostGiven(source.times, program) : mostDrawn;
  return {
    population,
    times,
    kept,
    sent: [],
    at(step) {
      const spikes = joinSpikes(convention, train.at(step), this.sent);
      this.sent = [];
      checkTimes(spikes, { place: `populations.${name}`, step, most: times });
      return spikes;
    },
  };
}

/** Find how often a neuron spikes in one step at most. */
function mostGiven(times: readonly ArrayLike<number>[], program: NetworkProgram): number {
  let most = 1;
  for (const own of times) {
    const counts = new Map<number, number>();
    for (const time of Array.from(own)) {
      const step = givenStep(time, program);
      const count = (counts.get(step) ?? 0) + 1;
      counts.set(step, count);
      most = Math.max(most, count);
    }
  }
  return most;
}

function checkTimes(
  spikes: readonly number[],
  { place, step, most }: { readonly place: string; readonly step: number; readonly most: number },
): void {
  let count = 0;
  for (let k = 0; k < spikes.length; k++) {
    count = spikes[k] === spikes[k - 1] ? count + 1 : 1;
    if (count > most) throw FIXED_EVENTS({ place, step, most, got: count });
  }
}
