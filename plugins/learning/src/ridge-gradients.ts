import {
  chooseReduction,
  type FindFilter,
  filterInPlace,
  type GradientMethod,
  linearFilter,
  NOT_TRAINED,
  type ReadSteps,
  type RunParts,
  readSteps,
  type Tape,
  type TrainedPopulation,
  type TrainedProjection,
  type TrainingRequest,
} from "@spikeloom/training";
import { solveRidge } from "./solve-ridge.ts";

/** Accumulates the normal equations of a readout over a batch, and solves for its weights. */
export interface RidgeMethod extends GradientMethod {
  begin(): void;
  /** Set the best-fitting weights; returns whether there are finite ones. */
  solve(penalty: number): boolean;
}

/** Accumulate for the trained projections onto the readout population. */
export function ridgeMethod(
  { program }: RunParts,
  { readout }: Pick<TrainingRequest, "readout">,
): RidgeMethod {
  const { steps, dt, populations } = program;
  const read = populations.find(({ name }) => name === readout.population) as TrainedPopulation;
  const { variable } = readout;
  const parts = program.projections
    .filter(({ isTrained }) => isTrained)
    .map((projection) => {
      checkFull(projection, readout.population);
      const inflow = projection.receptor;
      return { projection, find: linearFilter(read, { inflow, variable, dt, steps }) };
    });
  const size = parts.reduce((sum, { projection }) => sum + projection.sources, 0);
  const columns = read.size;
  const [products, wanted] = [new Float64Array(size * size), new Float64Array(size * columns)];
  const reduced = reducedRows(program, readout, size);
  let last: Tape | undefined;
  return {
    begin() {
      products.fill(0);
      wanted.fill(0);
    },
    back(tape) {
      last = tape;
      const rows = reduced(regressors(parts, tape, size));
      const weights = currentWeights(parts, tape, { size, columns });
      for (let row = 0; row < rows.length / size; row++) {
        const own = rows.subarray(row * size, (row + 1) * size);
        const left = missing(own, weights, { tape, row, columns });
        for (let i = 0; i < size; i++) {
          const one = own[i] as number;
          if (one === 0) continue;
          for (let j = 0; j <= i; j++) {
            const at = i * size + j;
            products[at] = (products[at] as number) + one * (own[j] as number);
          }
          for (let k = 0; k < columns; k++) {
            const at = i * columns + k;
            wanted[at] = (wanted[at] as number) + one * (left[k] as number);
          }
        }
      }
    },
    solve(share) {
      let trace = 0;
      for (let i = 0; i < size; i++) trace += products[i * size + i] as number;
      const penalty = (share * trace) / size;
      if (!solveRidge(products, wanted, { size, columns, penalty })) return false;
      const [first] = parts;
      const { values: kept } = (last as Tape).weights((first as Parts[number]).projection);
      // Weights stored in f32 have a smaller range than the computation.
      const rounded = kept instanceof Float32Array ? Float32Array.from(wanted) : wanted;
      if (!rounded.every(Number.isFinite)) return false;
      let from = 0;
      for (const { projection } of parts) {
        const { values, pitch } = (last as Tape).weights(projection);
        for (let row = 0; row < projection.sources; row++, from += columns) {
          values.set(wanted.subarray(from, from + columns), row * pitch);
        }
      }
      return true;
    },
  };
}

type Parts = readonly { readonly projection: TrainedProjection; readonly find: FindFilter }[];

/** Spikes of all sources, filtered like the readout: one row per step. */
function regressors(parts: Parts, tape: Tape, size: number): Float64Array {
  const all = new Float64Array(tape.steps * size);
  let first = 0;
  for (const { projection, find } of parts) {
    const { from, latency, sources } = projection;
    const own = new Float64Array(tape.steps * sources);
    for (let step = latency; step < tape.steps; step++) {
      for (const neuron of tape.spikes(from, step - latency)) own[step * sources + neuron] = 1;
    }
    filterInPlace(find(tape), own, sources);
    for (let step = 0; step < tape.steps; step++) {
      all.set(own.subarray(step * sources, (step + 1) * sources), step * size + first);
    }
    first += sources;
  }
  return all;
}

/** Convert steps to the readout's output. */
function reducedRows(
  program: RunParts["program"],
  readout: TrainingRequest["readout"],
  size: number,
): (all: Float64Array) => Float64Array {
  const reduction = chooseReduction(readout);
  let values = new Float64Array(0);
  const steps: ReadSteps = readSteps(readout, {
    program,
    size,
    value: (step, n) => values[step * size + n] as number,
    slope: () => undefined,
  });
  const rows = new Float64Array(reduction.outputs(steps));
  return (all) => {
    values = Float64Array.from(all);
    reduction.read(steps, rows);
    return rows;
  };
}

interface Shape {
  readonly size: number;
  readonly columns: number;
}

function currentWeights(parts: Parts, tape: Tape, { size, columns }: Shape): Float64Array {
  const weights = new Float64Array(size * columns);
  let into = 0;
  for (const { projection } of parts) {
    const { values, pitch } = tape.weights(projection);
    for (let row = 0; row < projection.sources; row++, into += columns) {
      weights.set(values.subarray(row * pitch, row * pitch + columns), into);
    }
  }
  return weights;
}

/** Target of the regression: the readout's target minus its output without the regressors. */
function missing(
  own: Float64Array,
  weights: Float64Array,
  { tape, row, columns }: { readonly tape: Tape; readonly row: number; readonly columns: number },
): Float64Array {
  return Float64Array.from({ length: columns }, (_, k) => {
    const at = row * columns + k;
    let sum = (tape.target[at] as number) - (tape.output[at] as number);
    for (let i = 0; i < own.length; i++) {
      sum += (own[i] as number) * (weights[i * columns + k] as number);
    }
    return sum;
  });
}

function checkFull(projection: TrainedProjection, read: string): void {
  const { name, to, sources, targets, places, window } = projection;
  if (to === read && places.length === sources * targets && window === undefined) return;
  throw NOT_TRAINED({
    place: `projection "${name}"`,
    message: "Ridge regression supports only all-to-all projections onto the readout population.",
    expected: `${sources} × ${targets} synapses onto "${read}"`,
    got: window === undefined ? `${places.length} onto "${to}"` : "a convolution",
  });
}
