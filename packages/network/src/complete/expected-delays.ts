import { type ConnectorPlan, SpikeLoomError, type Value } from "@spikeloom/kernel";
import { parseUnit } from "@spikeloom/units";
import { POSITIONS } from "../errors.ts";
import { defaultDelay } from "../plan/default-delay.ts";
import { networkStep } from "../plan/network-step.ts";
import { type ProjectionTask, planDelays } from "../plan/plan-projection.ts";
import type { EndPair } from "../plan/projection-ends.ts";
import { readScalar } from "../values/scalar.ts";
import type { SynapseRow } from "../values/synapse-value.ts";
import { kindOfValue } from "../values/value-kind.ts";

// Enough for the tails of a normal out to three and a half standard deviations.
const ROWS = 64;
const ROW_LENGTH = 64;
const MOST_LISTED = 65_536;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Find the delays of a projection, in ms and ascending, from a sample if there are many. */
export function expectedDelays(
  task: ProjectionTask,
  both: EndPair,
  plan: ConnectorPlan,
): readonly number[] {
  const { network, record, place } = task;
  const value = record.delay ?? defaultDelay(network);
  try {
    const delays = listedDelays(value, place) ?? sampledDelays(task, both, plan);
    return [...new Set(delays)].sort((a, b) => a - b);
  } catch (error) {
    if (!(error instanceof SpikeLoomError) || error.code === POSITIONS.code) throw error;
    // Formula results that are not numbers are rejected in the run, for synapses that exist.
    return [networkStep(network)];
  }
}

/** Read the delays of a list, of an array, or of an array in a file. */
function listedDelays(value: Value, place: string): number[] | undefined {
  const form = kindOfValue(value, place);
  const { dimension } = parseUnit("ms");
  const read = (entry: unknown, unit: string | undefined): number => {
    const delay = typeof entry === "number" && unit !== undefined ? `${entry} ${unit}` : entry;
    return readScalar(delay, { dimension, place });
  };
  if (form.kind === "list") return spread(form.value, (entry) => read(entry, undefined));
  if (form.kind === "array" || form.kind === "data") {
    const { values = [], unit } = form.value;
    return spread(values, (entry) => read(entry, unit));
  }
  return undefined;
}

/** Read entries of a list, evenly spread if there are many. */
function spread<T>(list: ArrayLike<T>, read: (entry: T) => number): number[] {
  const every = Math.max(1, Math.ceil(list.length / MOST_LISTED));
  const count = Math.ceil(list.length / every);
  return Array.from({ length: count }, (_, k) => read(list[k * every] as T));
}

/** Fill rows of pairs that are spread evenly over both ends. */
function sampledDelays(task: ProjectionTask, both: EndPair, plan: ConnectorPlan): number[] {
  const { record } = task;
  const delay = planDelays(task, both, plan);
  if (delay.constant !== undefined) return [delay.constant];
  const { sources, targets } = both;
  const byTarget = plan.by === "target";
  const [own, others] = byTarget ? [targets.size, sources.size] : [sources.size, targets.size];
  const delays = new Float64Array(ROWS * ROW_LENGTH);
  for (let r = 0; r < ROWS; r++) {
    // One row per part of one end; multiples of the golden ratio spread the other end evenly.
    const index = Math.min(own - 1, Math.floor(((r + 0.5) / ROWS) * own));
    const partners = Uint32Array.from({ length: ROW_LENGTH }, (_, k) => {
      const turn = (r * ROW_LENGTH + k + 0.5) * GOLDEN;
      return Math.floor((turn - Math.floor(turn)) * others);
    });
    const row: SynapseRow = { index, partners };
    delay.fill(row, delays.subarray(r * ROW_LENGTH, (r + 1) * ROW_LENGTH));
  }
  // Delays drawn at each spike need room for all possible values.
  return record.procedural === true ? [...delays, ...(delay.extent ?? [])] : [...delays];
}
