import type { GrowthProgram } from "../synapses/growth.ts";
import type { Assignments, StructureProgram } from "../synapses/synapse-program.ts";
import { type Codec, flag, list, number, optional, pair, record, text } from "./codec.ts";
import { expression } from "./expression-json.ts";

/** Assignments of a synapse, in order. */
export const assignments: Codec<Assignments> = list(pair(text, expression));

/** Number of synapses to add: null for as many as were removed. */
const added: Codec<NonNullable<StructureProgram["add"]>> = {
  write: (value, form) => (value === "replace" ? null : expression.write(value, form)),
  read: (data, place, form) => (data === null ? "replace" : expression.read(data, place, form)),
  schema: { anyOf: [{ type: "null" }, expression.schema] },
};

/** Codec of the structural plasticity of a rule. */
export const structureProgram: Codec<StructureProgram> = record<StructureProgram>({
  every: number,
  remove: optional(expression),
  add: optional(added),
  initial: assignments,
});

/** Codec of a projection's new synapses. */
export const growthProgram: Codec<GrowthProgram> = record<GrowthProgram>({
  key: text,
  tries: number,
  autapses: flag,
  start: assignments,
  firstNumber: number,
});
