import { type ConnectorPlan, SpikeLoomError } from "@spikeloom/kernel";
import { POSITIONS } from "../errors.ts";
import type { ConnectionProgram } from "../plan/connection-program.ts";
import { openDelays, type planConnector } from "../plan/plan-projection.ts";
import type { EndPair } from "../plan/projection-ends.ts";
import type { SynapseRow } from "../values/synapse-row.ts";

// Enough for the tails of a normal out to three and a half standard deviations.
const ROWS = 64;
const ROW_LENGTH = 64;
const MOST_LISTED = 65_536;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** A connection that is planned for an estimate. */
interface PlannedConnection {
  readonly both: EndPair;
  readonly plan: ConnectorPlan;
  readonly options: Parameters<typeof planConnector>[2];
  /** The step in ms. */
  readonly dt: number;
}

/** Find the delays of a projection, in ms and ascending, from a sample if there are many. */
export function expectedDelays(
  connection: ConnectionProgram,
  planned: PlannedConnection,
): readonly number[] {
  const { source } = connection.delay;
  try {
    const delays =
      source.kind === "list" ? spread(source.values) : sampledDelays(connection, planned);
    return [...new Set(delays)].sort((a, b) => a - b);
  } catch (error) {
    if (!(error instanceof SpikeLoomError) || error.code === POSITIONS.code) throw error;
    // Formula results that are not numbers are rejected in the run, for synapses that exist.
    return [planned.dt];
  }
}

/** Read entries of a list, evenly spread if there are many. */
function spread(list: Float64Array): number[] {
  const every = Math.max(1, Math.ceil(list.length / MOST_LISTED));
  const count = Math.ceil(list.length / every);
  return Array.from({ length: count }, (_, k) => list[k * every] as number);
}

/** Fill rows of pairs that are spread evenly over both ends. */
function sampledDelays(connection: ConnectionProgram, planned: PlannedConnection): number[] {
  const delay = openDelays(connection, planned);
  if (delay.constant !== undefined) return [delay.constant];
  const { plan } = planned;
  const { sources, targets } = planned.both;
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
  return connection.procedural ? [...delays, ...(delay.extent ?? [])] : [...delays];
}
