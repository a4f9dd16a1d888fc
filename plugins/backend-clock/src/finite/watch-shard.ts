import { isSound, type Watched, watchedStates, watchedSynapses } from "@spikeloom/simulate";
import { viewOf } from "../placed.ts";
import { slotView } from "../populations.ts";
import type { Shard } from "../shard.ts";

/** Arrays searched for non-finite values. */
export type Reach = "neurons" | "all";

/** Says whether all values of a shard are sound. */
export type ShardWatch = (reach: Reach) => boolean;

/** Make what watches the values of a shard, whose own thread calls it. */
export function watchShard(shard: Shard): ShardWatch {
  const neurons = neuronsOf(shard);
  const synapses = synapsesOf(shard);
  return (reach) => neurons.every(isSound) && (reach === "neurons" || synapses.every(isSound));
}

function neuronsOf({ populations, plan, machine }: Shard): readonly Watched[] {
  const { precision } = plan;
  return populations.flatMap(({ resolved, slots, part }) =>
    [...watchedStates(resolved)].flatMap(([variable, mayBeInfinite]) => {
      const address = slots.get(variable);
      if (address === undefined) return [];
      const values = slotView(machine.buffer, { address, size: part.size, precision });
      return [{ values, mayBeInfinite }];
    }),
  );
}

function synapsesOf({ rules, machine }: Shard): readonly Watched[] {
  return rules.flatMap((rule) => {
    return [...watchedSynapses(rule.ruled.projection)].flatMap(([variable, mayBeInfinite]) => {
      const array = rule.variables.get(variable);
      if (array === undefined) return [];
      return [{ values: viewOf(machine.buffer, array), mayBeInfinite }];
    });
  });
}
