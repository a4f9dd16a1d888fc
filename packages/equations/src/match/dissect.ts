import type { NeuronRecord, PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import { findFunction } from "../builtin-functions.ts";
import type { Expression } from "../expression.ts";
import { parseNeuronModel } from "../model/neuron.ts";
import type {
  ParsedAssignments,
  ParsedExpression,
  ParsedNeuron,
  ParsedPlasticity,
  ParsedSpike,
  ParsedState,
  ParsedSynapse,
} from "../model/parsed.ts";
import { parsePlasticityModel } from "../model/plasticity.ts";
import { parseSynapseModel } from "../model/synapse.ts";
import { calledFunctions, substitute } from "../names.ts";
import { type Anatomy, type Claim, dimensionMark, type OwnName, type Place } from "./anatomy.ts";

/** A model of any kind. */
export type ModelRecord = NeuronRecord | SynapseRecord | PlasticityRecord;

/** Extract the claims of a valid model; named sub-expressions are inlined. */
export function dissect(model: ModelRecord): Anatomy {
  const parsed =
    model.kind === "neuron"
      ? neuron(parseNeuronModel(model))
      : model.kind === "synapse"
        ? synapse(parseSynapseModel(model))
        : plasticity(parsePlasticityModel(model));
  const written = inlined(parsed.expressions);
  const claims = [...parsed.claims, ...written.claims].map((claim) => ({
    ...claim,
    value: substitute(claim.value, written.values),
  }));
  return { ...parsed, claims, names: [...parsed.names, ...written.names] };
}

type Parts = Anatomy & { readonly expressions: ReadonlyMap<string, ParsedExpression> };

function neuron(parsed: ParsedNeuron): Parts {
  const { record, state, inputs, receptors, outputs, dynamics, step, spike } = parsed;
  const { regimes, events, source } = record;
  return {
    parameters: parsed.parameters,
    expressions: parsed.expressions,
    names: [
      ...states(state),
      ...[...inputs.values()].map(({ name, dimension }) => named("input", name, dimension)),
      ...[...receptors.values()].map(({ name, dimension }) => named("receptor", name, dimension)),
      ...[...outputs.values()].map(({ name, dimension }) => named("output", name, dimension)),
    ],
    claims: [
      ...[...dynamics].map(([name, value]) => derivative(name, value)),
      ...step.flatMap((group, k) => assigned(["step", String(k)], group)),
      ...[...receptors.values()].flatMap(({ name, on }) =>
        assigned([{ role: "receptor", name }], on),
      ),
      ...[...outputs.values()].map(
        ({ name, value }): Claim => ({
          at: [{ role: "output", name }],
          value,
        }),
      ),
      ...(spike === undefined ? [] : spikeClaims(spike)),
    ],
    facts: [
      { at: ["steps"], value: String(step.length) },
      ...(spike === undefined ? [] : spikeFacts(spike, record)),
    ],
    rest: restOf({ regimes, events, source }),
  };
}

function spikeClaims({ when, rate, count, offset, reset, refractory }: ParsedSpike): Claim[] {
  const { for: period, steps, while: condition, clamp } = refractory ?? {};
  const said = { when, rate, count, offset };
  const after = { for: period, steps, while: condition };
  return [
    ...optional(["spike"], said),
    ...assigned(["reset"], reset),
    ...optional(["refractory"], after),
    ...[...(clamp ?? [])].map(
      ([name, value]): Claim => ({
        at: ["clamp", { role: "state", name }],
        value,
      }),
    ),
  ];
}

function spikeFacts(spike: ParsedSpike, record: NeuronRecord): Anatomy["facts"] {
  const { refractory } = spike;
  const held = refractory?.hold ?? [];
  return [
    { at: ["edge"], value: spike.edge },
    { at: ["within"], value: String(record.spike?.within ?? false) },
    ...held.map((name) => ({ at: ["hold", { role: "state", name }] as Place, value: "held" })),
    ...(refractory === undefined
      ? []
      : [
          { at: ["evaluate"], value: refractory.evaluate },
          { at: ["subStep"], value: String(refractory.subStep) },
        ]),
  ];
}

function synapse(parsed: ParsedSynapse): Parts {
  const { parameters, expressions, weightDimension, coupling, deliver, per } = parsed;
  return {
    parameters,
    expressions,
    names: ends(parsed),
    claims: [
      ...bothEnds(parsed),
      ...optional([], { deliver }),
      // An input of a neuron outside this model keeps its own name.
      ...coupling.map(({ into, value }): Claim => ({ at: ["coupling", into], value })),
    ],
    facts: [
      { at: ["weight"], value: dimensionMark(weightDimension) },
      { at: ["per"], value: per },
      ...bothFacts(parsed),
    ],
    rest: "",
  };
}

function plasticity(parsed: ParsedPlasticity): Parts {
  const { parameters, expressions, weightDimension, traces, modulators, bounds, record } = parsed;
  const { structure } = record;
  return {
    parameters,
    expressions,
    names: [
      ...ends(parsed),
      ...[...traces.values()].map(
        ({ name, of, dimension }): OwnName => ({
          ...named("trace", name, dimension),
          mark: `${of} ${dimensionMark(dimension)}`,
        }),
      ),
      ...[...modulators.values()].map(({ name, dimension }) => named("modulator", name, dimension)),
    ],
    claims: [
      ...bothEnds(parsed),
      ...[...traces.values()].flatMap(({ name, decay, input }) =>
        optional([{ role: "trace", name }], { decay, input }),
      ),
      ...optional(["bounds"], bounds),
    ],
    facts: [{ at: ["weight"], value: dimensionMark(weightDimension) }, ...bothFacts(parsed)],
    rest: restOf({ structure }),
  };
}

type BothEnds =
  | Pick<ParsedPlasticity, "state" | "reads" | "dynamics" | "on" | "traces">
  | ParsedSynapse;

function ends({ state, reads }: BothEnds): readonly OwnName[] {
  return [
    ...states(state),
    ...[...reads.values()].map(
      ({ name, of, variable, dimension }): OwnName => ({
        role: "read",
        name,
        // A variable of another model keeps its own name.
        mark: `${of} ${variable} ${dimensionMark(dimension)}`,
      }),
    ),
  ];
}

function bothEnds(parsed: BothEnds): Claim[] {
  const traces = "traces" in parsed ? parsed.traces : new Map<string, unknown>();
  const roleOf = (name: string) =>
    traces.has(name) ? ("trace" as const) : name === "weight" ? undefined : ("state" as const);
  return [
    ...[...parsed.dynamics].map(([name, { derivative: value }]) => derivative(name, value)),
    ...[...parsed.on].flatMap(([event, assignments]) =>
      [...assignments].map(([name, value]): Claim => {
        const role = roleOf(name);
        return {
          at: ["on", event, role === undefined ? name : { role, name }],
          value,
          otherwise: "unchanged",
        };
      }),
    ),
  ];
}

function bothFacts({ dynamics }: BothEnds): Anatomy["facts"] {
  return [...dynamics].map(([name, { when }]) => ({
    at: ["moves", moving(name)],
    value: when,
  }));
}

function named(
  role: OwnName["role"],
  name: string,
  dimension: OwnName["mark"] | Parameters<typeof dimensionMark>[0],
): OwnName {
  return { role, name, mark: typeof dimension === "string" ? dimension : dimensionMark(dimension) };
}

function states(state: ReadonlyMap<string, ParsedState>): readonly OwnName[] {
  return [...state.values()].map(({ name, dimension, type, shared, width }) =>
    named("state", name, [dimensionMark(dimension), type, shared, JSON.stringify(width)].join(" ")),
  );
}

function derivative(name: string, value: Expression): Claim {
  return { at: ["dynamics", moving(name)], value, otherwise: "zero" };
}

/** A variable that changes; the weight has the same name in every model. */
function moving(name: string): Place[number] {
  return name === "weight" ? name : { role: "state", name };
}

function assigned(at: Place, assignments: ParsedAssignments): Claim[] {
  return [...assignments].map(([name, value]) => ({
    at: [...at, { role: "state", name }],
    value,
    otherwise: "unchanged",
  }));
}

function optional(at: Place, values: Readonly<Record<string, Expression | undefined>>): Claim[] {
  return Object.entries(values).flatMap(([word, value]): Claim[] =>
    value === undefined
      ? []
      : [{ at: [...at, word], value, ...(word === "when" ? { isThreshold: true } : {}) }],
  );
}

/** Fields that are compared as text, if present. */
function restOf(fields: Readonly<Record<string, unknown>>): string {
  const text = JSON.stringify(sorted(JSON.parse(JSON.stringify(fields))));
  return text === "[]" ? "" : text;
}

/** Fields without effect on the dynamics. */
const aside: ReadonlySet<string> = new Set(["about"]);

function sorted(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(sorted);
  if (typeof part !== "object" || part === null) return part;
  return Object.entries(part)
    .filter(([key]) => !aside.has(key))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, sorted(value)] as const);
}

/** Inline sub-expressions; those that are drawn or held over a step keep their names. */
function inlined(expressions: ReadonlyMap<string, ParsedExpression>): {
  readonly values: ReadonlyMap<string, Expression>;
  readonly claims: readonly Claim[];
  readonly names: readonly OwnName[];
} {
  const values = new Map<string, Expression>();
  const claims: Claim[] = [];
  const names: OwnName[] = [];
  for (const { name, value, type, dimension, constantOverStep, shared } of expressions.values()) {
    const whole = substitute(value, values);
    const isDrawn = [...calledFunctions(whole)].some((one) => findFunction(one)?.stochastic);
    if (!isDrawn && !constantOverStep && type !== "integer") {
      values.set(name, whole);
      continue;
    }
    claims.push({ at: [{ role: "expression", name }], value: whole });
    const mark = [dimensionMark(dimension), type, constantOverStep, shared].join(" ");
    names.push({ role: "expression", name, mark });
  }
  return { values, claims, names };
}
