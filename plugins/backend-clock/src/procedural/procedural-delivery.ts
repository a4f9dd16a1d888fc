import type { Deliver } from "../machine.ts";
import type { Profile } from "../recording/profile.ts";
import type { Shard } from "../shard.ts";
import { proceduralLaunch } from "./procedural-launch.ts";

/** A part of procedural delivery: executed when spikes are known, or when their weights arrive. */
export interface ProceduralDelivery {
  readonly source: string;
  readonly arrive: Deliver | undefined;
  readonly launch: Deliver | undefined;
}

/** Create the deliveries of procedural projections; all shards with targets draw their rows. */
export function proceduralDeliveries(
  { procedural, machine, rings, share }: Shard,
  profile: Profile | undefined,
): ProceduralDelivery[] {
  if (procedural === undefined || machine.procedural === undefined) return [];
  const { add, collect } = machine.procedural;
  const { buffer } = machine;
  const last = new Float64Array(buffer, procedural.last, 1);
  const began = (step: number): void => {
    last[0] = step;
  };
  const launches = procedural.rows.flatMap(({ projection, part }, k): ProceduralDelivery[] => {
    const { from: source } = projection;
    const ring = rings.find(({ population }) => population === source);
    const own = add[k];
    // One shard counts for all.
    const counts = profile !== undefined && share.index === 0;
    if (ring === undefined || own === undefined || (part.size === 0 && !counts)) return [];
    const onRow = (count: number): void =>
      profile?.add({ phase: "delivery", population: source, count });
    const options = { placed: procedural, add: own, ring, buffer, began };
    const launch = proceduralLaunch(projection, { ...options, ...(counts && { onRow }) });
    return [{ source, arrive: undefined, launch }];
  });
  // Nothing is in transit if no source has sent a spike for as long as the longest delay.
  const arrive = (step: number): void => {
    if (step - (last[0] as number) <= procedural.collection.ring.length) collect(step);
  };
  return [...launches, { source: "", arrive, launch: undefined }];
}
