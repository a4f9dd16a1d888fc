import {
  type DelayRules,
  delaySteps,
  indexBuffer,
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

/** Fills the values of a row. */
type Fill = (row: { readonly index: number; readonly partners: Uint32Array }) => Float64Array;

/** Draw all connections of a projection, exactly as a run does. */
export function drawConnections(
  planned: PlannedProjection,
  variables: ReadonlyMap<string, SynapseValue>,
  rules: DelayRules & { readonly place: string },
): DrawnConnections {
  const { plan, sources, targets, weight } = planned;
  const delays = rounded(planned.delay, rules);
  const fills = [weight, delays, ...variables.values()].map(filler);
  const columns: Float64Array[][] = [[], [], ...fills.map(() => [])];
  const partners = indexBuffer();
  const rows = plan.by === "target" ? targets.size : sources.size;
  for (let index = 0; index < rows; index++) {
    partners.clear();
    plan.partners(index, partners);
    const row = { index, partners: partners.view() };
    const [own, other] = plan.by === "target" ? [targets, sources] : [sources, targets];
    const ends = [
      Float64Array.from(row.partners, (partner) => other.neuron(partner)),
      new Float64Array(row.partners.length).fill(own.neuron(index)),
    ];
    if (plan.by === "source") ends.reverse();
    [...ends, ...fills.map((fill) => fill(row))].forEach((part, k) => {
      columns[k]?.push(part);
    });
  }
  const [from, to, weights, times, ...others] = columns.map(joined);
  const none = new Float64Array();
  const values = [...variables].map(
    ([name, { constant }], k) => [name, constant ?? oneIfAlike(others[k] ?? none)] as const,
  );
  return {
    sources: from ?? none,
    targets: to ?? none,
    weight: weight.constant ?? oneIfAlike(weights ?? none),
    delay: delays.constant ?? oneIfAlike(times ?? none),
    parameters: new Map(values),
  };
}

function filler(value: SynapseValue): Fill {
  const none = new Float64Array();
  if (value.constant !== undefined) return () => none;
  return (row) => {
    const out = new Float64Array(row.partners.length);
    value.fill(row, out);
    return out;
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
