import {
  type Expression,
  evaluate,
  type FunctionTable,
  type ParsedAssignments,
  type ParsedNeuron,
} from "../src/index.ts";

/** One neuron, stepped by the plainest reading of its record. */
export interface SteppedNeuron {
  readonly values: Map<string, number>;
  /** Values of parameters, to be set before the first step. */
  readonly parameters: Map<string, number>;
  /** Let one spike arrive. */
  arrive(receptor: string, weight: number): void;
  /** Take one step; returns whether there was a spike. */
  step(inputs?: Readonly<Record<string, number>>): boolean;
}

// The host's functions are good enough here: tolerances are far above their errors.
const functions: FunctionTable = {
  exp: (x = 0) => Math.exp(x),
  exprel: (x = 0) => (Math.abs(x) < 1e-8 ? 1 + x / 2 : Math.expm1(x) / x),
  power: (x = 0, y = 0) => x ** y,
  rand: () => 0,
};

/** Step a model with `step` groups as they are written, or its dynamics by RK4. */
export function stepNeuron(model: ParsedNeuron, dt: number): SteppedNeuron {
  const parameters = new Map([...model.parameters].map(([name, one]) => [name, one.defaultValue]));
  const values = new Map<string, number>();
  let inputs: Readonly<Record<string, number>> = {};
  let extra = new Map<string, number>();
  let t = 0;
  const lookUp = (name: string): number | undefined => {
    if (name === "t" || name === "dt") return name === "t" ? t : dt;
    const known = extra.get(name) ?? values.get(name) ?? parameters.get(name);
    if (known !== undefined) return known;
    if (model.inputs.has(name)) return inputs[name] ?? 0;
    const part = model.expressions.get(name);
    return part && compute(part.value);
  };
  const compute = (e: Expression): number => evaluate(e, { scope: lookUp, functions });
  const assign = (assignments: ParsedAssignments): void => {
    const next = [...assignments].map(([name, value]) => [name, compute(value)] as const);
    for (const [name, value] of next) values.set(name, fit(model, name, value));
  };
  const start = (): void => {
    if (values.size > 0) return;
    for (const [name, { initial }] of model.state) values.set(name, compute(initial));
  };
  return {
    values,
    parameters,
    arrive(receptor, weight) {
      start();
      extra = new Map([["weight", weight]]);
      assign(model.receptors.get(receptor)?.on ?? new Map());
      extra = new Map();
    },
    step(given = {}) {
      start();
      inputs = given;
      for (const group of model.step) assign(group);
      if (model.dynamics.size > 0) rungeKutta(model.dynamics, { values, dt, compute });
      t += dt;
      const when = model.spike?.when;
      const spiked = when !== undefined && compute(when) !== 0;
      const events = [...model.events.values()].filter(
        (one) => one.when && compute(one.when) !== 0,
      );
      if (spiked) assign(model.spike?.reset ?? new Map());
      for (const event of events) assign(event.do);
      return spiked;
    },
  };
}

/** Keep an integer of stated width inside its range. */
function fit(model: ParsedNeuron, name: string, value: number): number {
  const width = model.state.get(name)?.width;
  if (width === undefined) return value;
  const span = 2 ** width.bits;
  const least = width.signed ? -span / 2 : 0;
  if (width.overflow === "saturate") return Math.min(Math.max(value, least), least + span - 1);
  return value - span * Math.floor((value - least) / span);
}

interface Integration {
  readonly values: Map<string, number>;
  readonly dt: number;
  readonly compute: (e: Expression) => number;
}

function rungeKutta(dynamics: ParsedAssignments, { values, dt, compute }: Integration): void {
  const names = [...dynamics.keys()];
  const before = names.map((name) => values.get(name) ?? 0);
  const slopes: number[][] = [];
  for (const part of [0, 0.5, 0.5, 1]) {
    const last = slopes.at(-1);
    for (const [k, name] of names.entries()) {
      values.set(name, (before[k] ?? 0) + part * dt * (last?.[k] ?? 0));
    }
    slopes.push([...dynamics.values()].map(compute));
  }
  const [a = [], b = [], c = [], d = []] = slopes;
  for (const [k, name] of names.entries()) {
    const sum = (a[k] ?? 0) + 2 * (b[k] ?? 0) + 2 * (c[k] ?? 0) + (d[k] ?? 0);
    values.set(name, (before[k] ?? 0) + (dt * sum) / 6);
  }
}
