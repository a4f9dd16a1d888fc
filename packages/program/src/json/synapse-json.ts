import type { NumericSystem } from "@spikeloom/equations";
import type { DynamicSynapses, SynapseModel } from "../synapses/dynamic-synapses.ts";
import type { CountedSpikes, EventTimes, ThirdFactor } from "../synapses/outside-events.ts";
import type {
  Assignments,
  DrawnLet,
  EventProgram,
  FilterProgram,
  Let,
  Motion,
  NamedEvent,
  NeuronRead,
  SynapseProgram,
} from "../synapses/synapse-program.ts";
import {
  byKind,
  byName,
  type Codec,
  defined,
  either,
  flag,
  list,
  number,
  numbers,
  oneOf,
  pair,
  record,
  text,
} from "./codec.ts";
import { chosen, valueProgram } from "./connection-json.ts";
import { expression } from "./expression-json.ts";
import { growthProgram, structureProgram } from "./structure-json.ts";

const assignments: Codec<Assignments> = list(pair(text, expression));

type Computed = Extract<Let, { readonly value: unknown }>;

const lets: Codec<Let> = either(
  record<Computed>({ name: text, value: expression }),
  record<DrawnLet>({
    name: text,
    draw: oneOf("rand", "randn", "poisson"),
    args: list(expression),
    key: text,
  }),
  {
    value: (value) => "value" in value,
    data: (data) => typeof data === "object" && data !== null && "value" in data,
  },
);

const event: Codec<EventProgram> = record<EventProgram>({ lets: list(lets), sets: assignments });

const named: Codec<NamedEvent> = record<NamedEvent>({
  lets: list(lets),
  sets: assignments,
  common: assignments,
});

const motion: Codec<Motion> = record<Motion>({
  systems: list(
    record<Motion["systems"][number]>({
      states: list(text),
      numeric: record<NumericSystem>({ states: number, inputs: number, a: numbers, b: numbers }),
    }),
  ),
  own: list(record<Motion["own"][number]>({ state: text, next: expression })),
});

const end = oneOf("pre", "post");

/** Codec of a projection's synapse program. */
export const synapseProgram: Codec<SynapseProgram> = defined(
  "synapses",
  record<SynapseProgram>(
    {
      synapse: list(text),
      origins: byName(record({ kind: oneOf("synapse", "plasticity"), own: text })),
      source: list(text),
      target: list(text),
      common: list(text),
      modulators: list(text),
      reads: list(record<NeuronRead>({ name: text, of: end, variable: text })),
      filters: list(
        record<FilterProgram>({
          name: text,
          of: end,
          initial: number,
          input: expression,
          share: number,
        }),
      ),
      motion: record({ synapse: motion, source: motion, target: motion, common: motion }),
      movedWeight: expression,
      pre: event,
      deliver: expression,
      post: event,
      raise: record({ source: assignments, target: assignments }),
      named: byName(named),
      step: record({ synapse: assignments, source: assignments }),
      coupling: list(record<SynapseProgram["coupling"][number]>({ into: text, value: expression })),
      structure: structureProgram,
      lazy: record({ possible: flag, reason: text }),
    },
    ["movedWeight", "deliver", "post", "step", "structure"],
  ),
);

const countedSpikes: Codec<CountedSpikes> = record<CountedSpikes>(
  { from: text, neurons: chosen, delay: number },
  ["delay"],
);

type FactorOf<K extends ThirdFactor["kind"]> = Omit<
  Extract<ThirdFactor, { readonly kind: K }>,
  "kind"
>;

const thirdFactor: Codec<ThirdFactor> = byKind<ThirdFactor>({
  constant: record<FactorOf<"constant">>({ value: number, unit: text }),
  formula: record<FactorOf<"formula">>({ value: expression }),
  spikes: record<FactorOf<"spikes">>({
    spikes: countedSpikes,
    weight: number,
    unit: text,
    tau: number,
  }),
});

type TimesOf<K extends EventTimes["kind"]> = Omit<
  Extract<EventTimes, { readonly kind: K }>,
  "kind"
>;

const eventTimes: Codec<EventTimes> = byKind<EventTimes>({
  regular: record<TimesOf<"regular">>({ start: number, every: number }),
  spikes: record<TimesOf<"spikes">>({ spikes: countedSpikes }),
});

/** Codec of what the synapses of a projection do beyond carrying a weight. */
export const dynamicSynapses: Codec<DynamicSynapses> = record<DynamicSynapses>(
  {
    place: text,
    models: list(
      record<SynapseModel>({
        kind: oneOf("synapse", "plasticity"),
        name: text,
        states: list(text),
        factors: byName(text),
        parameters: byName(valueProgram),
      }),
    ),
    program: synapseProgram,
    values: byName(valueProgram),
    sources: byName(number),
    growth: growthProgram,
    dendritic: number,
    apart: flag,
    factors: byName(thirdFactor),
    events: byName(eventTimes),
  },
  ["growth"],
);
