import type { Assignments, StateRecord } from "@spikeloom/kernel";

/** Derivatives, with the units of their variables. */
export type Derivatives = Readonly<
  Record<string, { readonly unit: string; readonly derivative: string }>
>;

/** A scheme written as the update of a step: groups of assignments and the state that they need. */
export interface WrittenScheme {
  readonly step: readonly Assignments[];
  readonly state: Readonly<Record<string, StateRecord>>;
}

/**
 * Write the classical fourth-order Runge-Kutta scheme as assignments.
 *
 * A model with its own step, such as one with a delay line, cannot also have dynamics.
 */
export function rungeKutta(derivatives: Derivatives, subSteps: number): WrittenScheme {
  const names = Object.keys(derivatives);
  const slope = (name: string, stage: number): string => `slope_${stage}_${name}`;
  const stages = [1, 2, 3, 4].map((stage): Assignments => {
    const shift = { 1: "0", 2: "0.5", 3: "0.5", 4: "1" }[stage] ?? "0";
    const moved = (name: string): string =>
      stage === 1 ? name : `(${name} + ${shift} * dt / ${subSteps} * ${slope(name, stage - 1)})`;
    const entries = names.map((name) => {
      const { derivative = "" } = derivatives[name] ?? {};
      return [slope(name, stage), derivative.replace(wordOf(names), moved)] as const;
    });
    return Object.fromEntries(entries);
  });
  const sum = (name: string): string =>
    `${slope(name, 1)} + 2 * ${slope(name, 2)} + 2 * ${slope(name, 3)} + ${slope(name, 4)}`;
  const last = Object.fromEntries(
    names.map((name) => [name, `${name} + dt / ${6 * subSteps} * (${sum(name)})`] as const),
  );
  const state = names.flatMap((name) =>
    [1, 2, 3, 4].map((stage) => {
      const unit = `${derivatives[name]?.unit}/ms`.replace(/^1\//, "1/");
      const about = `slope of ${name} at stage ${stage}`;
      return [slope(name, stage), { initial: 0, unit, about }] as const;
    }),
  );
  const one = [...stages, last];
  return {
    step: Array.from({ length: subSteps }, () => one).flat(),
    state: Object.fromEntries(state),
  };
}

function wordOf(names: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${names.join("|")})\\b`, "g");
}
