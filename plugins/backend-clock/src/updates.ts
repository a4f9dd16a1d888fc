import type { CountLooped } from "@spikeloom/code";
import type { PlacedPopulation } from "./populations.ts";
import type { Profile } from "./recording/profile.ts";
import type { Shard } from "./shard.ts";

/** Advances the neurons of a population. */
export interface Update {
  /** Advance them; returns the number of spikes. */
  first(step: number): number;
  /** Marks arrivals of a step to be applied before anything else reads the neurons' memory. */
  putOff(step: number): void;
  /** Apply pending arrivals. */
  takeIn(): void;
}

/** Create the updates of a shard, in the order of its populations. */
export function makeUpdates(shard: Shard, profile: Profile | undefined): readonly Update[] {
  return shard.populations.map((population, p) => {
    const update = updateOf(shard, population, p);
    const looped = shard.machine.looped[p] ?? [];
    return profile === undefined ? update : measured(update, { population, looped, profile });
  });
}

function updateOf(shard: Shard, { part }: PlacedPopulation, p: number): Update {
  const { machine, plan, sent } = shard;
  const [first, second] = machine.kernels[p] ?? [];
  const fused = machine.fused[p];
  const out = sent[p] ?? 0;
  const { dt } = plan;
  if (part.size === 0) return { first: () => 0, putOff: () => undefined, takeIn: () => undefined };
  let late = -1;
  const takeIn = (): void => {
    if (late >= 0) second?.(late * dt, 0);
    late = -1;
  };
  return {
    first(step) {
      if (late >= 0 && fused !== undefined) {
        late = -1;
        return fused(step * dt, out);
      }
      return first?.(step * dt, out) ?? 0;
    },
    putOff(step) {
      late = step;
      if (fused === undefined) takeIn();
    },
    takeIn,
  };
}

interface Measuring {
  readonly population: PlacedPopulation;
  readonly looped: readonly CountLooped[];
  readonly profile: Profile;
}

function measured(
  update: Update,
  { population: { name, part }, looped, profile }: Measuring,
): Update {
  const what = { phase: "update", population: name } as const;
  let count = 0;
  if (looped.length > 0) {
    profile.ask(what, () => ({ subStepped: looped.reduce((sum, tell) => sum + tell(), 0) }));
  }
  const first = profile.timed({ ...what, count: part.size }, (step) => {
    count = update.first(step);
  });
  const putOff = profile.timed({ ...what, count: 0 }, update.putOff);
  const takeIn = profile.timed({ ...what, count: 0 }, update.takeIn);
  return {
    first(step) {
      first(step);
      return count;
    },
    putOff,
    takeIn: () => takeIn(0),
  };
}
