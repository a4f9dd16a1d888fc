import type { Configured, ProjectionRecord, SynapseRecord } from "@spikeloom/kernel";
import { entriesOf, type Matrix } from "../nir/matrix.ts";
import { projectionOf } from "../nir/projections.ts";

/** Ends of the weights of a layer. */
interface LayerWay {
  readonly from: string;
  readonly to: string;
  /** Whether spikes carry payloads. */
  readonly isGraded: boolean;
}

type LayerMatrix = Exclude<Matrix, { readonly kind: "identity" }>;
type Refuse = (expected: string, got: string) => never;

/** Longest delay of a synapse in steps. */
const longestDelay = 62;

/** Delays of a layer, and how to refuse them or its weights. */
interface LayerDelays {
  readonly delays: ArrayLike<number> | undefined;
  refuse(name: string, expected: string, got: string): never;
}

/**
 * Create the projection of a matrix of whole weights.
 *
 * The chip stores mantissas of 8 bits; those of both signs are even. Odd weights of both signs get mantissas of twice their
 * value and a negative exponent, as netx chooses them.
 */
export function layerProjection(
  matrix: LayerMatrix,
  { isGraded, ...way }: LayerWay,
  { delays, refuse }: LayerDelays,
): ProjectionRecord | undefined {
  const { values } = matrix;
  let [least, greatest, isEven] = [0, 0, true];
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    isEven &&= value % 2 === 0;
  }
  const isMixed = least < 0 && greatest > 0;
  const isHalved = isMixed && !isEven;
  const most = largestWeight({ isMixed, isEven });
  if (greatest > most || least < -most - Number(isMixed)) {
    const kind = isMixed ? `${isEven ? "even" : "odd"} weights of both signs` : "weights";
    refuse(
      "weight",
      `${kind} from ${-most - Number(isMixed)} to ${most}`,
      String(greatest > most ? greatest : least),
    );
  }
  const mantissas = isHalved ? values.map((value) => 2 * value) : values;
  const whole = { ...way, steps: 0, dt: 1, isGraded: false };
  const scaled = { ...matrix, values: mantissas };
  const delayed =
    delays === undefined
      ? scaled
      : withDelays(scaled, delays, (expected, got) => refuse("delay", expected, got));
  const made = projectionOf(delayed, whole);
  if (made === undefined) return undefined;
  const { receptor: _, ...projection } = made;
  const exponent = isHalved ? -1 : 0;
  if (!isGraded && !isHalved) return projection;
  const model = isGraded ? "loihi-graded-synapse" : "loihi-synapse";
  const parameters = { bits: 8, exponent, mixed: Number(isMixed) };
  // Records name models; the type is that of networks with the models themselves.
  const synapse = { model, parameters } as unknown as Configured<SynapseRecord>;
  return { ...projection, synapse };
}

/** Return the largest weight that netx stores exactly; with both signs, the least is one unit further from 0. */
export function largestWeight({
  isMixed,
  isEven,
}: {
  readonly isMixed: boolean;
  readonly isEven: boolean;
}): number {
  if (!isMixed) return 255;
  return isEven ? 254 : 127;
}

/** Delays of synapses in steps: one for all, those of each target, or those of each source. */
function withDelays(matrix: LayerMatrix, delays: ArrayLike<number>, refuse: Refuse): LayerMatrix {
  const { sources, targets } = matrix;
  const list = Array.from(delays);
  const wrong = list.find((delay) => !(delay >= 0 && delay <= longestDelay));
  if (wrong !== undefined) refuse(`0 to ${longestDelay} steps`, String(wrong));
  // As netx decides: delays of targets, where both numbers are the same.
  const isOfTargets = list.length === targets;
  if (list.length !== 1 && !isOfTargets && list.length !== sources) {
    refuse(`1, ${targets} or ${sources} delays`, String(list.length));
  }
  const entries = entriesOf(matrix);
  const ends = isOfTargets ? entries.to : entries.from;
  const one = list.length === 1;
  return { ...entries, delays: Uint32Array.from(ends, (end) => list[one ? 0 : end] ?? 0) };
}
