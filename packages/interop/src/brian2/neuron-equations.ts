import type { NeuronRecord } from "@spikeloom/kernel";
import type { ResolvedPopulation } from "@spikeloom/network";
import { brian2Code, brian2Name, namesOf } from "./expression-code.ts";
import { declaredDimension, declaredUnit } from "./units.ts";

/** Names of variables that synapses add to, by the input that they feed. */
export type Coupled = ReadonlyMap<string, readonly string[]>;

/** Settings for writing equations. */
export interface EquationParts {
  /** Whether a parameter is in the namespace. */
  readonly isConstant: (parameter: string) => boolean;
  readonly stimuli: ReadonlyMap<string, { readonly text: string }>;
  readonly coupled: Coupled;
  /** Whether each neuron has its own refractory period. */
  readonly isRefractory: boolean;
  /** Names of conditions whose value in the previous step is stored. */
  readonly kept: readonly string[];
}

/** Write the equations of a population, one per line. */
export function neuronEquations(
  { model, parameters }: ResolvedPopulation,
  parts: EquationParts,
): string {
  const { isConstant, stimuli, coupled } = parts;
  const lines = [
    ...dynamics(model),
    ...expressions(model),
    ...inputs(model, stimuli, coupled),
    ...parts.kept.map((name) => `${name} : boolean`),
    ...(parts.isRefractory ? ["refractory_period : second (constant)"] : []),
    ...[...parameters].flatMap(([name, { dimension }]) => {
      if (isConstant(name)) return [];
      const type = model.parameters[name]?.type ?? "float";
      return [`${brian2Name(name)} : ${typed(declaredDimension(dimension), type)} (constant)`];
    }),
  ];
  return `\n${lines.map((line) => `        ${line}`).join("\n")}\n        `;
}

function dynamics(model: NeuronRecord): readonly string[] {
  const held = new Set(model.spike?.refractory?.hold ?? []);
  return Object.entries(model.state ?? {}).map(([name, { unit, type = "float" }]) => {
    const own = brian2Name(name);
    const derivative = model.dynamics?.[name];
    const declared = declaredUnit(unit);
    if (derivative === undefined && !held.has(name)) return `${own} : ${typed(declared, type)}`;
    if (model.step !== undefined) return `${own} : ${typed(declared, type)}`;
    const flag = held.has(name) ? " (unless refractory)" : "";
    const value =
      derivative === undefined ? zeroRate(declared) : brian2Code(derivative, namesOf(model));
    return `d${own}/dt = ${value} : ${declared}${flag}`;
  });
}

function zeroRate(declared: string): string {
  return `${zeroOf(declared)}/second`;
}

function zeroOf(declared: string): string {
  return declared === "1" ? "0" : `0*${declared}`;
}

function expressions(model: NeuronRecord): readonly string[] {
  return Object.entries(model.expressions ?? {}).map(([name, record]) => {
    const { value, unit, type = "float", constantOverStep = false, shared = false } = record;
    const flags = [
      ...(shared ? ["shared"] : []),
      ...(constantOverStep ? ["constant over dt"] : []),
    ];
    const written = flags.length === 0 ? "" : ` (${flags.join(", ")})`;
    const declared = declaredUnit(unit);
    const code = brian2Code(value, namesOf(model));
    // A literal zero has any unit here, but none in Brian2.
    const own = code === "0" && type === "float" ? zeroOf(declared) : code;
    return `${brian2Name(name)} = ${own} : ${typed(declared, type)}${written}`;
  });
}

function inputs(
  model: NeuronRecord,
  stimuli: EquationParts["stimuli"],
  coupled: Coupled,
): readonly string[] {
  return Object.entries(model.inputs ?? {}).flatMap(([name, { unit }]) => {
    const sums = coupled.get(name) ?? [];
    const declared = declaredUnit(unit);
    const drive = stimuli.get(name)?.text;
    const terms = [...(drive === undefined ? [] : [drive]), ...sums];
    const value = terms.length === 0 ? zeroOf(declared) : terms.join(" + ");
    // A stimulus is constant over a step, even if an integrator evaluates later times.
    const flag = terms.length === 0 ? "" : " (constant over dt)";
    return [
      `${brian2Name(name)} = ${value} : ${declared}${flag}`,
      ...sums.map((sum) => `${sum} : ${declared}`),
    ];
  });
}

function typed(unit: string, type: "float" | "integer" | "boolean"): string {
  return type === "float" ? unit : type;
}
