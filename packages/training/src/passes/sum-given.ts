import type { ArrayPlace, Builder, Value } from "@spikeloom/code";
import type { TrainedPopulation } from "../program/trained-population.ts";
import type { TrainedProjection } from "../program/training-program.ts";
import { addSpikes } from "./add-spikes.ts";
import { eachExample, ifArrived, type Pass, rowOf, spikeLists, spikeRange } from "./pass.ts";

/** An input population of a group of samples. */
export interface All {
  readonly pass: Pass;
  readonly population: TrainedPopulation;
  readonly given: Readonly<Record<string, Value>>;
}

/** Add the contributions of input populations for all steps at once: the weights of some columns stay in the cache. */
export function sumGiven(b: Builder, { pass, population, given }: All, receptor: string): void {
  const projections = projectionsTo(pass, population, receptor);
  if (projections.length === 0) return;
  const { steps } = pass.program;
  const place = pass.placeOf(population.name);
  const rows = pass.array(`rows of ${population.name}`, pass.plan.type, place.rows);
  const [first, width] = [b.i32(place.slots.get(receptor) ?? 0), b.i32(place.width)];
  const elements = b.i32(place.rowElements);
  const sources = projections.filter((one) => isGiven(pass, one));
  // The first rows that are added initialise the sums of the steps in which they arrive.
  const [begins] = sources;
  const isBegun = begins !== undefined && begins.window === undefined;
  const cleared = b.i32(isBegun ? Math.min(steps, begins.latency) : steps);
  eachExample(b, given, (example) => {
    b.for({ name: "step", from: b.i32(0), to: cleared }, (step) => {
      const row = b.apply("mul", rowOf(b, pass, example, step), elements);
      b.call(pass.routines.clearRow, [rows], [b.apply("add", row, first), width]);
    });
  });
  for (const projection of sources) {
    const own = { projection, first, rows };
    if (projection.window !== undefined) slideOverGiven(b, { pass, population, given }, own);
    else
      addGiven(
        b,
        { pass, population, given },
        { ...own, isFresh: isBegun && projection === begins },
      );
  }
}

interface Given {
  readonly projection: TrainedProjection;
  /** The element of a row at which the sums of the receptor start. */
  readonly first: Value;
  readonly rows: ArrayPlace;
}

/** Add the rows of all spikes of an input population. */
function addGiven(
  b: Builder,
  { pass, population, given }: All,
  { projection, first, rows, isFresh }: Given & { readonly isFresh: boolean },
): void {
  const { steps } = pass.program;
  const { rowElements, width, columns } = pass.placeOf(population.name);
  const { latency } = projection;
  const { ids, marks, mark } = spikeLists(b, pass, { name: projection.from, given });
  const at = b.apply("add", first, b.i32(latency * rowElements));
  b.call(
    pass.routines.addArrivals,
    [ids, marks, pass.weights(projection), rows],
    [
      ...[mark, given["examples"] as Value, b.i32(steps), b.i32(Math.max(0, steps - latency))],
      ...[at, b.i32(rowElements), b.i32(width), b.i32(columns), b.i32(isFresh ? 1 : 0)],
    ],
  );
}

/** Apply a convolution to the input spikes, sample by sample. */
function slideOverGiven(
  b: Builder,
  { pass, population, given }: All,
  { projection, first, rows }: Given,
): void {
  const { rowElements } = pass.placeOf(population.name);
  eachExample(b, given, (example) => {
    b.for({ name: "step", from: b.i32(0), to: b.i32(pass.program.steps) }, (step) => {
      ifArrived(b, { step, latency: projection.latency }, (sent) => {
        const row = b.apply("mul", rowOf(b, pass, example, step), b.i32(rowElements));
        const at = b.keep("at", b.apply("add", row, first));
        const spikes = { name: projection.from, step: sent, example, given };
        addSpikes(b, pass, { projection, rows, at, ...spikeRange(b, pass, spikes) });
      });
    });
  });
}

/** List the input projections of a receptor of a population. */
export function projectionsTo(
  { program }: Pass,
  { name }: TrainedPopulation,
  receptor: string,
): readonly TrainedProjection[] {
  return program.projections.filter((one) => one.to === name && one.receptor === receptor);
}

/** Whether the spikes of a projection are inputs of the batch. */
export function isGiven({ program }: Pass, { from }: TrainedProjection): boolean {
  return program.given.some(({ name }) => name === from);
}
