/** A point of the grid on which the event-driven simulator is compared with the clock. */
export interface GridPoint {
  /** Rate of each source, in Hz. */
  readonly rate: number;
  /** Synapses that each neuron receives. */
  readonly inDegree: number;
}

const rates = [0.1, 1, 10, 100, 1000];
const inDegrees = [10, 100, 1000, 10_000];

/** All points of the grid, or its sparsest and densest point. */
export function crossoverGrid(quick: boolean): readonly GridPoint[] {
  const grid = rates.flatMap((rate) => inDegrees.map((inDegree) => ({ rate, inDegree })));
  return quick ? [grid[0] as GridPoint, grid.at(-1) as GridPoint] : grid;
}

/** Name a point: `1 Hz, in-degree 100`. */
export function pointName({ rate, inDegree }: GridPoint): string {
  return `${rate} Hz, in-degree ${inDegree}`;
}
