import type { NumericSystem } from "@spikeloom/equations";
import type {
  Assignments,
  EventProgram,
  FilterProgram,
  Let,
  Motion,
  NamedEvent,
  NeuronRead,
  StructureProgram,
  SynapseProgram,
} from "../synapses/synapse-program.ts";
import {
  byName,
  type Codec,
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
import { expression } from "./expression-json.ts";

const assignments: Codec<Assignments> = list(pair(text, expression));

type Computed = Extract<Let, { readonly value: unknown }>;
type Drawn = Exclude<Let, Computed>;

const lets: Codec<Let> = either(
  record<Computed>({ name: text, value: expression }),
  record<Drawn>({ name: text, draw: oneOf("rand", "randn", "poisson"), args: list(expression) }),
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

/** Number of synapses to add: null for as many as were removed. */
const added: Codec<NonNullable<StructureProgram["add"]>> = {
  write: (value) => (value === "replace" ? null : expression.write(value)),
  read: (data, place) => (data === null ? "replace" : expression.read(data, place)),
};

/** Codec of a projection's synapse program. */
export const synapseProgram: Codec<SynapseProgram> = record<SynapseProgram>(
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
    structure: record<StructureProgram>(
      { every: number, remove: expression, add: added, initial: assignments },
      ["remove", "add"],
    ),
    lazy: record({ possible: flag, reason: text }),
  },
  ["movedWeight", "deliver", "post", "step", "structure"],
);
