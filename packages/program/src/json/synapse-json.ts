import type { NumericSystem } from "@spikeloom/equations";
import type { DynamicSynapses, SynapseModel } from "../synapses/dynamic-synapses.ts";
import type { CountedSpikes, EventTimes, ThirdFactor } from "../synapses/outside-events.ts";
import type {
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
  optional,
  record,
  text,
} from "./codec.ts";
import { chosen, valueProgram } from "./connection-json.ts";
import { expression } from "./expression-json.ts";
import { assignments, growthProgram, structureProgram } from "./structure-json.ts";

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
  record<SynapseProgram>({
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
    movedWeight: optional(expression),
    pre: event,
    deliver: optional(expression),
    post: optional(event),
    raise: record({ source: assignments, target: assignments }),
    named: byName(named),
    step: optional(record({ synapse: assignments, source: assignments })),
    coupling: list(record<SynapseProgram["coupling"][number]>({ into: text, value: expression })),
    structure: optional(structureProgram),
    lazy: record({ possible: flag, reason: text }),
  }),
);

const countedSpikes: Codec<CountedSpikes> = record<CountedSpikes>({
  from: text,
  neurons: chosen,
  delay: optional(number),
});

const thirdFactor: Codec<ThirdFactor> = byKind<ThirdFactor>({
  constant: { value: number, unit: text },
  formula: { value: expression },
  spikes: {
    spikes: countedSpikes,
    weight: number,
    unit: text,
    tau: number,
  },
});

const eventTimes: Codec<EventTimes> = byKind<EventTimes>({
  regular: { start: number, every: number },
  spikes: { spikes: countedSpikes },
});

/** Codec of what the synapses of a projection do beyond carrying a weight. */
export const dynamicSynapses: Codec<DynamicSynapses> = record<DynamicSynapses>({
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
  growth: optional(growthProgram),
  dendritic: number,
  apart: flag,
  factors: byName(thirdFactor),
  events: byName(eventTimes),
});
