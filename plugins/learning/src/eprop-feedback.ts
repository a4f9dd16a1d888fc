import { stream, streamKey } from "@spikeloom/random";
import { NOT_TRAINED, type RunParts, type Tape, type TrainedProjection } from "@spikeloom/training";

/** Weights that feed readout errors back to a population, one row per neuron. */
export interface Feedback {
  /** Update them for the readout weights of the current example. */
  follow(tape: Tape): void;
  readonly weights: Float64Array;
  /** State kept between batches. */
  readonly kept: Float64Array;
  updated?(): void;
}

/** Inputs for feedback: the projection from a population onto the readout, and a random stream. */
export interface FeedbackPath {
  readonly projection: TrainedProjection;
  readonly seed: number;
}

/** Creates the feedback to a population's neurons. */
export type MakeFeedback = (path: FeedbackPath) => Feedback;

/** The readout's own weights. */
export const symmetric: MakeFeedback = ({ projection }) => {
  const { sources, targets } = projection;
  const weights = new Float64Array(sources * targets);
  return {
    weights,
    kept: new Float64Array(0),
    follow: (tape) => copyWeights(tape, projection, weights),
  };
};

/** Fixed random weights, with the spread of the readout's initial ones. */
export const random: MakeFeedback = ({ projection, seed }) => {
  const drawn = drawLike(projection, seed);
  return { weights: drawn, kept: drawn, follow: () => undefined };
};

/**
 * Random weights that receive the readout's updates.
 *
 * The difference from the readout's weights is stored; each update reduces it by the fraction `decay`. The readout's
 * weights do not decay.
 */
export const adaptive =
  (decay: number): MakeFeedback =>
  ({ projection, seed }) => {
    const weights = drawLike(projection, seed);
    const kept = weights.map((one, k) => one - (projection.values[k] as number));
    return {
      weights,
      kept,
      follow(tape) {
        copyWeights(tape, projection, weights);
        for (let k = 0; k < weights.length; k++) {
          weights[k] = (weights[k] as number) + (kept[k] as number);
        }
      },
      updated() {
        for (let k = 0; k < kept.length; k++) kept[k] = (1 - decay) * (kept[k] as number);
      },
    };
  };

function copyWeights(tape: Tape, projection: TrainedProjection, into: Float64Array): void {
  const { values, pitch } = tape.weights(projection);
  const { sources, targets } = projection;
  for (let row = 0; row < sources; row++) {
    into.set(values.subarray(row * pitch, row * pitch + targets), row * targets);
  }
}

function drawLike({ name, values }: TrainedProjection, seed: number): Float64Array {
  const squares = values.reduce((sum, one) => sum + one * one, 0);
  const sd = Math.sqrt(squares / values.length);
  const draws = stream(streamKey(seed, `feedback of ${name}`), 0);
  return Float64Array.from(values, () => sd * draws.normal());
}

/** Path and source of the errors. */
interface BroughtBack {
  readonly projection: TrainedProjection;
  readonly feedback: Feedback;
  readonly steps: number;
  /** Errors of the readout in a step. */
  readonly errors: (step: number) => ArrayLike<number>;
}

/** Propagate errors of a readout back to its source neurons: a spike takes effect when it arrives. */
export function bringBack({
  projection: { sources, targets, latency },
  feedback: { weights },
  steps,
  errors,
}: BroughtBack): (step: number) => Float64Array {
  const own = new Float64Array(sources);
  return (step) => {
    own.fill(0);
    if (step + latency >= steps) return own;
    const now = errors(step + latency);
    for (let n = 0; n < sources; n++) {
      let sum = 0;
      for (let k = 0; k < targets; k++) {
        sum += (weights[n * targets + k] as number) * (now[k] as number);
      }
      own[n] = sum;
    }
    return own;
  };
}

/** Find the projection from a population onto the readout, or refuse. */
export function feedbackPath(
  { program }: RunParts,
  { population, readout }: { readonly population: string; readonly readout: string },
): TrainedProjection {
  const found = program.projections.filter(({ from, to }) => from === population && to === readout);
  const [one, second] = found;
  if (one !== undefined && second === undefined) return singleSynapses(one);
  throw NOT_TRAINED({
    place: `populations.${population}`,
    message: `Feedback propagates errors of "${readout}" only to neurons that project to it.`,
    expected: `one projection from "${population}" to "${readout}"`,
    got: found.length === 0 ? "none" : found.map(({ name }) => `"${name}"`).join(", "),
    next: "Add such a projection, or train this layer with another algorithm.",
  });
}

/** Return a projection whose weights are by source and target; refuses convolutions, which are ordered differently. */
export function singleSynapses(projection: TrainedProjection): TrainedProjection {
  if (projection.window === undefined) return projection;
  throw NOT_TRAINED({
    place: `projection "${projection.name}"`,
    message: "Errors are propagated through individual synapses; convolutions share their weights.",
    expected: "a connector other than a convolution",
    got: "a convolution",
    next: "Train layers before convolutions by backpropagation through time.",
  });
}
