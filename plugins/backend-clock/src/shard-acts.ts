import type { ValueBoard } from "./crew/value-board.ts";
import { drawFillers } from "./drives/draw-fillers.ts";
import type { LoadedParts } from "./loaded-parts.ts";
import type { Measured, Profile } from "./recording/profile.ts";
import type { RuleActs, ruleActs } from "./rules/rule-acts.ts";
import type { RuleCode } from "./rules/rule-code.ts";
import type { Shard } from "./shard.ts";
import { prepareInputs } from "./stimuli/stimulate.ts";

type Act = (step: number) => void;

/** What a shard does in a step beside advancing its neurons. */
export interface ShardActs {
  /** Write inputs and random numbers. */
  readonly begin: readonly Act[];
  /** Add what drives send and what earlier spikes send. */
  readonly arrive: readonly Act[];
  /** Let the spikes of a step's targets act on their synapses. */
  readonly after: readonly Act[];
  /** What the rules of projections do beside. */
  readonly rules: readonly RuleActs[];
  /** Send the rows of a step's spikes on their way, where these are not walked by delay. */
  readonly launch: readonly Act[];
  /** Count the events that the spikes of a population cause; undefined where nothing is measured. */
  readonly countEvents: ((population: string, spikes: Uint32Array) => void) | undefined;
}

/** What the acts of a shard are made with. */
export interface ActOptions {
  readonly profile: Profile | undefined;
  /** Where shards leave what others read; undefined where there is one shard. */
  readonly values: ValueBoard | undefined;
  readonly parts: Pick<LoadedParts, "synapses" | "drawing">;
  /** Makes what rules do; undefined where the job has none. */
  readonly ruleActs: typeof ruleActs | undefined;
}

/** Make the acts of a shard, measured where there is a profile. */
export function shardActs(
  shard: Shard,
  { profile, values, parts, ruleActs: actsOf }: ActOptions,
): ShardActs {
  const { plan, machine, populations } = shard;
  const { dt, seed, trial, precision, convention, network, stimuli } = plan;
  const { buffer } = machine;
  const held = convention.inputHold;
  const added = shard.open.inputs;
  const coupled = new Set(shard.rules.flatMap(({ inputs }) => [...inputs.values()]));
  const stimulation = {
    network,
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
    (job, k) => actsOf?.(shard, job, { code: machine.rules[k] as RuleCode, values }) ?? [],
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

/** Counts the events that spikes cause in a shard, under the delivery of their population. */
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
