import { drawFillers } from "./drives/draw-fillers.ts";
import type { LoadedParts } from "./loaded-parts.ts";
import type { Measured, Profile } from "./recording/profile.ts";
import type { RuleActs, ruleActs } from "./rules/rule-acts.ts";
import type { Shard } from "./shard.ts";
import { prepareInputs } from "./stimuli/stimulate.ts";
import type { ValueExchange } from "./workers/value-exchange.ts";

type Act = (step: number) => void;

/** Actions of a shard in a step, other than advancing its neurons. */
export interface ShardActs {
  /** Write inputs and random numbers. */
  readonly begin: readonly Act[];
  /** Add the contributions of drives and of earlier spikes. */
  readonly arrive: readonly Act[];
  /** Apply the spikes of a step's targets to their synapses. */
  readonly after: readonly Act[];
  /** Other actions of the rules of projections. */
  readonly rules: readonly RuleActs[];
  /** Add the rows of a step's spikes to the ring, unless they are delivered by delay. */
  readonly launch: readonly Act[];
  /** Count the events caused by the spikes of a population; undefined if nothing is measured. */
  readonly countEvents: ((population: string, spikes: Uint32Array) => void) | undefined;
}

/** Inputs for creating the actions of a shard. */
export interface ActOptions {
  readonly profile: Profile | undefined;
  /** Where shards write the values that others read; undefined if there is only one shard. */
  readonly values: ValueExchange | undefined;
  readonly parts: Pick<LoadedParts, "synapses" | "drawing">;
  /** Creates the actions of rules; undefined if the job has none. */
  readonly ruleActs: typeof ruleActs | undefined;
}

/** Create the actions of a shard, measured if the run is profiled. */
export function shardActs(
  shard: Shard,
  { profile, values, parts, ruleActs: actsOf }: ActOptions,
): ShardActs {
  const { plan, machine, populations } = shard;
  const { dt, seed, trial, precision, convention, stimuli } = plan;
  const { buffer } = machine;
  const held = convention.inputHold;
  const added = shard.open.inputs;
  const coupled = new Set(
    shard.rules.flatMap(({ inputs }) => [...inputs.values()].map(({ address }) => address)),
  );
  const stimulation = {
    dt,
    seed,
    trial,
    precision,
    populations,
    buffer,
    held,
    coupled,
    added,
  };
  const timed = (what: Measured, act: Act): Act => profile?.timed(what, act) ?? act;
  const all = (acts: readonly Act[], phase: "input" | "draw"): Act[] =>
    acts.map((act) => timed({ phase, population: "", count: 0 }, act));
  const driven = parts.drawing?.prepareDrives(shard.drives, machine, stimulation) ?? [];
  const drives = driven.map((act, k) => {
    const { target, own } = shard.drives[k] as Shard["drives"][number];
    const count = own.numbers.length;
    return timed({ phase: "drive", population: target.population, count }, act);
  });
  const rules = shard.rules.flatMap(
    (rule, k) => actsOf?.(shard, rule, { code: machine.rules[k] ?? new Map(), values }) ?? [],
  );
  const ruled = (which: "arrive" | "after"): Act[] =>
    rules.map((rule) =>
      timed({ phase: "delivery", population: rule.source, count: 0 }, rule[which]),
    );
  const deliveries = [
    ...machine.deliver,
    ...(parts.synapses?.proceduralDeliveries(shard, profile) ?? []),
  ];
  const delivered = (which: "arrive" | "launch"): Act[] =>
    deliveries.flatMap((delivery) => {
      const act = delivery[which];
      const what = { phase: "delivery", population: delivery.source, count: 0 } as const;
      return act === undefined ? [] : [timed(what, act)];
    });
  return {
    begin: [
      ...all(prepareInputs(stimuli, stimulation), "input"),
      ...all(drawFillers(shard.draws, machine), "draw"),
      ...all(
        rules.map(({ begin }) => begin),
        "input",
      ),
    ],
    rules,
    arrive: [...drives, ...delivered("arrive"), ...ruled("arrive")],
    after: ruled("after"),
    launch: delivered("launch"),
    countEvents: profile && parts.synapses && eventCounter(shard, profile, parts.synapses),
  };
}

/** Counts the events caused by spikes in a shard, attributed to the delivery of their population. */
function eventCounter(
  { groups, machine }: Shard,
  profile: Profile,
  { eventCount }: NonNullable<LoadedParts["synapses"]>,
): (population: string, spikes: Uint32Array) => void {
  const tables = groups.flatMap((group) => group.tables).filter(({ count }) => count > 0);
  const counters = tables.map((table) => ({
    source: table.source,
    count: eventCount(table, machine),
  }));
  return (population, spikes) => {
    for (const { source, count } of counters) {
      if (source !== population) continue;
      profile.add({ phase: "delivery", population, count: count(spikes) });
    }
  };
}
