import {
  affineIn,
  type Code,
  compileExpression,
  drawsNumbers,
  type Expression,
  evaluate,
  freeNames,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { ConventionRecord } from "@spikeloom/kernel";
import { NOT_SOLVED } from "../errors.ts";
import type { PopulationProgram } from "../network-program.ts";
import { bindForm } from "../neurons/bind-form.ts";
import type { NeuronForm, Refractory } from "../neurons/neuron-form.ts";
import { linearJumps } from "../neurons/receptors.ts";
import { conventionalThreshold } from "../neurons/spike.ts";
import { binary, name as nameNode, number } from "../tree.ts";
import type { Jump } from "./event-form.ts";

/** Equations that are integrated between events, compiled to read a frame. */
export interface SmoothForm {
  readonly name: string;
  readonly size: number;
  readonly variables: readonly string[];
  /** Of each neuron, side by side. */
  readonly initial: Float64Array;
  /** Numbers of a frame: variables, parameters that differ between neurons, the time, and whether it is free. */
  readonly frame: number;
  /** Values of the parameters in the frame, after the variables. */
  readonly parameters: readonly Float64Array[];
  /** Right-hand sides; undefined for what nothing moves. */
  readonly sides: readonly (Code | undefined)[];
  readonly test:
    | (Searched & { readonly isStrict: boolean; readonly isRising: boolean })
    | undefined;
  readonly reset: readonly Assigned[];
  /** 1 for variables that stand still in refractory periods. */
  readonly held: Uint8Array;
  /** Values at which variables stand in refractory periods. */
  readonly clamp: readonly Assigned[];
  /** Duration in ms, or a value that is above 0 for as long as the period lasts. */
  readonly lasts:
    | { readonly kind: "time"; readonly value: Code }
    | ({ readonly kind: "while" } & Searched)
    | undefined;
  readonly receptors: ReadonlyMap<string, readonly Jump[]>;
  readonly inputs: ReadonlyMap<string, number>;
  /** Spikes drawn from a rate: the variable that falls from a drawn exponential to 0, and the purpose of the draws. */
  readonly drawnSpike: { readonly variable: number; readonly key: string } | undefined;
}

/** A value whose first crossing of 0 is searched. */
export interface Searched {
  readonly value: Code;
  /** Its parts, if it is an affine function of variables whose coefficients do not change; without the time. */
  readonly affine: Affine | undefined;
}

/** A constant, and variables with their factors. */
export interface Affine {
  readonly constant: Code;
  readonly factors: readonly { readonly variable: number; readonly factor: Code }[];
}

/** A new value of a variable. */
interface Assigned {
  readonly variable: number;
  readonly value: Code;
}

/** Derive the equations of a population whose flow has no closed form. */
export function smoothForm(
  population: PopulationProgram,
  convention: ConventionRecord,
  dt: number,
): SmoothForm {
  const { name, size, parameters, initial, feeds } = population;
  const refuse = (place: string, got: string): Error =>
    NOT_SOLVED({
      place: `populations.${name}, ${place}`,
      got,
      next: "Run it with the clock backend, or choose another neuron.",
    });
  const form = boundForm(population);
  checkFeatures(form, refuse);
  const fed = [...form.inputs.keys()].filter((one) => feeds.inputs.has(one));
  const { emission, flow } = form;
  const rate = emission?.when.kind === "rate" ? emission.when.rate : undefined;
  const escapes = rate === undefined ? [] : [owed];
  const variables = [...form.states.keys(), ...fed, ...escapes];
  const varied = [...parameters].filter(([, { value }]) => typeof value !== "number");
  const names = [...variables, ...varied.map(([one]) => one), "t", "not_refractory"];
  const slots = new Map(names.map((one, k) => [one, k]));
  const code = (of: Expression, place: string): Code => {
    if (drawsNumbers(of)) throw refuse(place, "random numbers");
    return compileExpression(of, { slots });
  };
  const changing = new Set([...variables, "t", "not_refractory"]);
  const searched: Search = (of, place) => {
    const value = code(of, place);
    const parts = affineIn(of, changing);
    const found = [...(parts?.coefficients ?? [])];
    if (parts === undefined || found.some(([one]) => !variables.includes(one)))
      return { value, affine: undefined };
    const factors = found.map(([one, factor]) => {
      return { variable: variables.indexOf(one), factor: code(factor, place) };
    });
    return { value, affine: { constant: code(parts.constant, place), factors } };
  };
  const assigned = (all: ReadonlyMap<string, Expression>, place: string): readonly Assigned[] =>
    [...all].map(([one, value]) => {
      return { variable: variables.indexOf(one), value: code(value, `${place}.${one}`) };
    });
  const sides = new Map(flow.kind === "equations" ? flow.sides : []);
  if (rate !== undefined) sides.set(owed, { kind: "negate", of: withinRates(rate) });
  const refractory = emission?.refractory;
  const still = new Set([
    ...(refractory?.hold ?? []),
    ...(refractory?.clamp.keys() ?? []),
    ...escapes,
  ]);
  const start = new Float64Array(size * variables.length);
  variables.forEach((one, k) => {
    const value = initial.get(one)?.value ?? 0;
    for (let n = 0; n < size; n++) {
      const own = typeof value === "number" ? value : value[value.length === 1 ? 0 : n];
      start[n * variables.length + k] = own as number;
    }
  });
  return {
    name,
    size,
    variables,
    initial: start,
    frame: names.length,
    parameters: varied.map(([, { value }]) => value as Float64Array),
    sides: variables.map((one) => {
      const side = sides.get(one);
      return side && code(side, `dynamics.${one}`);
    }),
    test: emission && testOf(emission, { convention, searched, refuse }),
    reset: assigned(emission?.reset ?? new Map(), "spike.reset"),
    held: Uint8Array.from(variables, (one) => (still.has(one) ? 1 : 0)),
    clamp: assigned(refractory?.clamp ?? new Map(), "spike.refractory.clamp"),
    lasts: refractory && lastsOf(refractory, { code, searched, refuse, dt }),
    receptors: new Map(
      [...feeds.receptors].map((receptor) => {
        const jumps = form.receptors.get(receptor)?.jumps ?? new Map();
        const own = [...linearJumps(form.model, receptor, jumps)].map(([one, scale]): Jump => {
          const factor = constants(scale, population, () =>
            refuse(`receptors.${receptor}`, "a jump that reads variables"),
          );
          const isBlocked = still.has(one) && convention.refractory.blocksWrites;
          return { variable: variables.indexOf(one), factor, isBlocked };
        });
        return [receptor, own] as const;
      }),
    ),
    inputs: new Map(fed.map((one) => [one, variables.indexOf(one)])),
    drawnSpike: rate && { variable: variables.indexOf(owed), key: `escape/${name}` },
  };
}

/** Remainder of the exponential threshold of the integrated rate; no model variable's name contains a space. */
const owed = "left of the exponential";

/** Limit a rate: a negative one is 0, and a spike at a higher one than 10^12 per ms is immediate in any case. */
function withinRates(rate: Expression): Expression {
  const positive: Expression = { kind: "call", name: "max", args: [rate, number(0)] };
  return { kind: "call", name: "min", args: [positive, number(1e12)] };
}

type Refuse = (place: string, got: string) => Error;
type Compile = (of: Expression, place: string) => Code;
type Search = (of: Expression, place: string) => Searched;

/** Substitute parameters with one value, and 0 for inputs that nothing feeds. */
function boundForm({ form, parameters, feeds }: PopulationProgram): NeuronForm {
  const values = new Map<string, Expression>();
  for (const [one, { value }] of parameters) {
    if (typeof value === "number") values.set(one, number(value));
  }
  for (const one of form.inputs.keys()) if (!feeds.inputs.has(one)) values.set(one, number(0));
  // Nothing is constant over a step here.
  const expressions = new Map(
    [...form.expressions].map(([one, text]) => [one, { ...text, constantOverStep: false }]),
  );
  return bindForm({ ...form, expressions }, values);
}

function checkFeatures({ flow, emission, events, regimes, states }: NeuronForm, refuse: Refuse) {
  const odd = [...states].find(([, { type, shared }]) => type === "integer" || shared);
  const when = emission?.when.kind;
  const refused: readonly (readonly [boolean, string, string])[] = [
    [flow.kind === "update", "update", "a model in discrete time"],
    [regimes.size > 0, "regimes", "regimes with equations of their own"],
    [events.size > 0, "events", "events besides spikes"],
    [when === "count", "spike", "a count of spikes"],
    [
      when === "rate" && emission?.edge === "rising",
      "spike.edge",
      "a rising edge of spikes drawn from a rate",
    ],
    [odd !== undefined, `state.${odd?.[0]}`, "an integer, or one value for all neurons"],
  ];
  for (const [isRefused, place, got] of refused) if (isRefused) throw refuse(place, got);
}

function testOf(
  { when, edge }: NonNullable<NeuronForm["emission"]>,
  {
    convention,
    searched,
    refuse,
  }: {
    readonly convention: ConventionRecord;
    readonly searched: Search;
    readonly refuse: Refuse;
  },
): SmoothForm["test"] {
  if (when.kind === "count") return undefined;
  if (when.kind === "rate") {
    const of = binary("subtract", number(0), nameNode(owed));
    return { ...searched(of, "spike.rate"), isStrict: false, isRising: false };
  }
  const condition = conventionalThreshold(when.condition, convention);
  const value = excessOf(condition);
  if (value === undefined) throw refuse("spike.when", "another condition than a comparison");
  return {
    ...searched(value, "spike.when"),
    isStrict: condition.kind === "greater" || condition.kind === "less",
    isRising: edge === "rising",
  };
}

/** The value that is above 0 where a comparison holds. */
function excessOf(condition: Expression): Expression | undefined {
  switch (condition.kind) {
    case "greater":
    case "greater_equal":
      return binary("subtract", condition.left, condition.right);
    case "less":
    case "less_equal":
      return binary("subtract", condition.right, condition.left);
    default:
      return undefined;
  }
}

function lastsOf(
  { lasts, evaluate }: Refractory,
  {
    code,
    searched,
    refuse,
    dt,
  }: {
    readonly code: Compile;
    readonly searched: Search;
    readonly refuse: Refuse;
    readonly dt: number;
  },
): SmoothForm["lasts"] {
  const place = "spike.refractory";
  if (lasts.kind === "while") {
    const value = excessOf(lasts.condition);
    if (value === undefined) throw refuse(place, "another condition than a comparison");
    return { kind: "while", ...searched(value, place) };
  }
  const duration =
    lasts.kind === "steps" ? binary("multiply", lasts.steps, number(dt)) : lasts.duration;
  if (evaluate === "each-step" && freeNames(duration).size > 0) {
    throw refuse(place, "a duration that changes during the period");
  }
  return { kind: "time", value: code(duration, place) };
}

/** Values of an expression that reads parameters alone. */
function constants(
  of: Expression,
  { parameters, size }: PopulationProgram,
  refuse: () => Error,
): Float64Array {
  const names = [...freeNames(of)];
  if (names.some((one) => !parameters.has(one)) || drawsNumbers(of)) throw refuse();
  const isShared = names.every((one) => typeof parameters.get(one)?.value === "number");
  return Float64Array.from({ length: isShared ? 1 : size }, (_, n) => {
    const scope = (one: string): number | undefined => {
      const value = parameters.get(one)?.value;
      return typeof value === "number" ? value : value?.[n];
    };
    return evaluate(of, { scope, functions: hostFunctions });
  });
}
