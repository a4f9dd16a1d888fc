import {
  type DelayRules,
  delaySteps,
  drawnRows,
  type PlannedProjection,
  type SynapseValue,
} from "@spikeloom/network";
import { timeOfStep } from "../run-length.ts";
import { type Numbers, oneIfAlike } from "./values.ts";

/** All connections of a projection as parallel arrays. */
export interface DrawnConnections {
  /** Numbers within the populations. */
  readonly sources: Float64Array;
  readonly targets: Float64Array;
  /** In internal units. */
  readonly weight: Numbers;
  /** In ms. */
  readonly delay: Numbers;
  /** Parameters of the synapses, in internal units. */
  readonly parameters: ReadonlyMap<string, Numbers>;
}

/** Draw all connections of a projection, exactly as a run does. */
export function drawConnections(
  planned: PlannedProjection,
  variables: ReadonlyMap<string, SynapseValue>,
  rules: DelayRules & { readonly place: string },
): DrawnConnections {
  const { weight } = planned;
  const delays = rounded(planned.delay, rules);
  const values = [weight, delays, ...variables.values()];
  const drawn = values.flatMap((value, k) => (value.constant === undefined ? [{ value, k }] : []));
  const columns: Float64Array[][] = [[], [], ...values.map(() => [])];
  for (const row of drawnRows(
    planned,
    drawn.map(({ value }) => value),
  )) {
    columns[0]?.push(Float64Array.from(row.partners, (_, k) => row.source(k)));
    columns[1]?.push(Float64Array.from(row.partners, (_, k) => row.target(k)));
    for (const [n, { k }] of drawn.entries())
      columns[2 + k]?.push((row.values[n] as Float64Array).slice());
  }
  const [from, to, weights, times, ...others] = columns.map(joined);
  const none = new Float64Array();
  const parameters = [...variables].map(
    ([name, { constant }], k) => [name, constant ?? oneIfAlike(others[k] ?? none)] as const,
  );
  return {
    sources: from ?? none,
    targets: to ?? none,
    weight: weight.constant ?? oneIfAlike(weights ?? none),
    delay: delays.constant ?? oneIfAlike(times ?? none),
    parameters: new Map(parameters),
  };
}

/** Round delays to the steps that a run has. */
function rounded(
  delay: SynapseValue,
  { place, ...rules }: DelayRules & { readonly place: string },
): SynapseValue {
  const round = (ms: number): number => timeOfStep(delaySteps(ms, rules, place), rules.dt);
  if (delay.constant !== undefined) return { constant: round(delay.constant) };
  return {
    fill(row, out): void {
      delay.fill(row, out);
      for (let k = 0; k < row.partners.length; k++) out[k] = round(out[k] as number);
    },
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => {
    whole.set(part, at);
    return at + part.length;
  }, 0);
  return whole;
}
