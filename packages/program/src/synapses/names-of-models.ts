import {
  constants as builtinConstants,
  type Expression,
  type ParsedPlasticity,
  type ParsedSynapse,
  parsePlasticityModel,
  parseSynapseModel,
  simplify,
  substitute,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import { expandPowers } from "../neurons/expand-powers.ts";
import { name, number } from "../tree.ts";

/**
 * A model, and those of its parameters that have one number for all synapses.
 *
 * The others are stored per synapse.
 */
export interface ModelWithConstants<Model> {
  readonly model: Model;
  readonly constants: ReadonlyMap<string, number>;
}

/** A checked model whose names are unique within a projection. */
export interface NamedModel<Parsed> {
  readonly parsed: Parsed;
  /** Return a projection's name for a name in the model. */
  nameOf(own: string): string;
  /** Substitute parameters and named parts into an expression, under the names of the projection. */
  put(expression: Expression): Expression;
  /** Named parts that are evaluated once in an event, in order. */
  readonly kept: readonly (readonly [name: string, value: Expression])[];
}

/** Both models of a projection. */
export interface ProjectionNames {
  readonly synapse: NamedModel<ParsedSynapse> | undefined;
  readonly plasticity: NamedModel<ParsedPlasticity> | undefined;
}

/** Check both models of a projection, and rename conflicting names of the rule. */
export function nameModels(
  synapse: ModelWithConstants<SynapseRecord> | undefined,
  plasticity: ModelWithConstants<PlasticityRecord> | undefined,
  dt: number,
): ProjectionNames {
  const first = synapse && parseSynapseModel(synapse.model);
  const taken = new Set(first === undefined ? [] : namesOf(first));
  const second = plasticity && parsePlasticityModel(plasticity.model);
  return {
    synapse: first && named(first, { constants: synapse?.constants, dt, rename: (own) => own }),
    plasticity:
      second &&
      named(second, {
        constants: plasticity?.constants,
        dt,
        rename: (own) => (taken.has(own) ? ruleName(own) : own),
      }),
  };
}

/** Return the new name for a rule's name that the synapse model also uses. */
function ruleName(own: string): string {
  return `plasticity.${own}`;
}

function namesOf(parsed: ParsedSynapse): readonly string[] {
  const { parameters, reads, state, expressions } = parsed;
  return [parameters, reads, state, expressions].flatMap((map) => [...map.keys()]);
}

interface Naming {
  readonly constants: ReadonlyMap<string, number> | undefined;
  readonly dt: number;
  rename(own: string): string;
}

function named<Parsed extends ParsedSynapse | ParsedPlasticity>(
  parsed: Parsed,
  { constants = new Map(), dt, rename }: Naming,
): NamedModel<Parsed> {
  const replaced = new Map<string, Expression>([["dt", number(dt)]]);
  for (const [text, value] of Object.entries(builtinConstants)) replaced.set(text, number(value));
  const own = [parsed.parameters, parsed.reads, parsed.state].flatMap((map) => [...map.keys()]);
  for (const text of own) replaced.set(text, name(rename(text)));
  if ("traces" in parsed) {
    for (const text of [...parsed.traces.keys(), ...parsed.modulators.keys()]) {
      replaced.set(text, name(rename(text)));
    }
  }
  for (const [text, value] of constants) replaced.set(text, number(value));
  const put = (expression: Expression): Expression =>
    simplify(expandPowers(substitute(expression, replaced)), { functions: hostFunctions });
  const kept: [string, Expression][] = [];
  for (const [text, { value, constantOverStep }] of parsed.expressions) {
    if (constantOverStep) {
      kept.push([rename(text), put(value)]);
      replaced.set(text, name(rename(text)));
    } else replaced.set(text, put(value));
  }
  return { parsed, put, kept, nameOf: rename };
}
