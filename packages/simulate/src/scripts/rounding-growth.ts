import { differentiate, type Expression, parseNeuronModel, substitute } from "@spikeloom/equations";
import type { NetworkRecord, NeuronRecord } from "@spikeloom/kernel";

/**
 * Time in ms in which rounding errors grow from the last digit of a number to a step.
 *
 * Measured with `izhikevich-2003-network` in LEMS, where an error grows tenfold in about 40 ms and the first spike moves after
 * 640 ms, and with `izhikevich` in PyNN, where the first spike moves after 930 ms.
 */
const growth = 400;

/**
 * Describe how rounding moves spikes of a population, if it does.
 *
 * Other simulators compute in other units, so their numbers differ in the last digit. Such a difference stays there if the
 * neurons are linear between spikes; in recurrent networks of nonlinear neurons it grows (Monteforte & Wolf 2010,
 * doi:10.1103/PhysRevLett.105.268104).
 */
export function roundingGrowth(
  network: NetworkRecord,
  { name, model, duration }: GrowthRequest,
): string | undefined {
  if (duration <= growth || !isRecurrent(network, name) || !isNonlinear(model)) return undefined;
  return `Numbers differ in the last digit, because they are rounded in other units. In a recurrent network of nonlinear neurons such differences grow, up to tenfold every 40 ms: after ${growth} ms spikes move, until most differ; counts of spikes agree to 2 %.`;
}

/** A population, its model, and the duration of the run in ms. */
export interface GrowthRequest {
  readonly name: string;
  readonly model: NeuronRecord;
  readonly duration: number;
}

/** Whether the spikes of a population return to it. */
function isRecurrent({ projections = [] }: NetworkRecord, name: string): boolean {
  const reached = new Set<string>();
  const next = [name];
  for (let from = next.pop(); from !== undefined; from = next.pop()) {
    for (const projection of projections) {
      if (projection.from !== from || reached.has(projection.to)) continue;
      reached.add(projection.to);
      next.push(projection.to);
    }
  }
  return reached.has(name);
}

/**
 * Whether the rate of change, or the next value, of a variable is nonlinear in a single variable.
 *
 * A product of two variables, such as a conductance and the potential, does not count.
 */
function isNonlinear(model: NeuronRecord): boolean {
  const { dynamics, step, expressions, state } = parseNeuronModel(model);
  const values = new Map<string, Expression>();
  for (const [name, { value }] of expressions) values.set(name, substitute(value, values));
  return [dynamics, ...step].some((assignments) =>
    [...assignments].some(([, value]) => {
      const whole = substitute(value, values);
      return [...state.keys()].some((name) => isCurved(whole, name));
    }),
  );
}

function isCurved(value: Expression, name: string): boolean {
  return !isZero(differentiate(differentiate(value, name), name));
}

/** Whether an expression is zero in each of its branches. */
function isZero(e: Expression): boolean {
  if (e.kind === "select") return isZero(e.then) && isZero(e.otherwise);
  return e.kind === "number" && e.value === 0;
}
