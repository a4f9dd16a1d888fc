import { expect, it } from "vitest";
import { cableStep } from "../../src/brian2/cable.ts";

// A trunk of three compartments that divides into branches of one and three.
const starts = [0, 3, 4];
const ends = [3, 4, 7];
const parents = [0, 1, 1];
const area = [3, 1, 2, 1, 1.5, 1, 0.5];
const axial = [0, 0.5, 0.4, 0, 0, 0.3, 0.2];
const startConductance = [0.7, 0.6, 0.5];
const endConductance = [0.8, 0.4, 0.9];
const capacitance = [1, 1.1, 0.9, 1, 1.2, 1, 0.8];
const dt = 0.25;
const count = area.length;

const at = (numbers: ArrayLike<number>, k: number): number => numbers[k] ?? 0;

function arraysOf(v: readonly number[], conductance: readonly number[]) {
  const [above, diagonal, below, endSide, startSide] = [0, 1, 2, 3, 4].map(
    () => new Float64Array(count),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  for (let k = 0; k < count; k++) {
    if (k > 0) above[k] = at(axial, k) / at(area, k - 1);
    below[k] = at(axial, k + 1) / at(area, k + 1) || 0;
    const coupling = (at(axial, k) + at(axial, k + 1)) / at(area, k);
    diagonal[k] = -at(capacitance, k) / dt - coupling;
  }
  starts.forEach((start, section) => {
    const end = at(ends, section) - 1;
    startSide[start] = -at(startConductance, section) / at(area, start);
    diagonal[start] = at(diagonal, start) + at(startSide, start);
    endSide[end] = -at(endConductance, section) / at(area, end);
    diagonal[end] = at(diagonal, end) + at(endSide, end);
  });
  return {
    v: Float64Array.from(v),
    before: new Float64Array(count),
    capacitance: Float64Array.from(capacitance),
    capacitiveCurrent: new Float64Array(count),
    dt: Float64Array.of(dt),
    conductance: Float64Array.from(conductance),
    current: Float64Array.of(1, 0, 0.5, 0, -0.3, 0, 2),
    above,
    diagonal,
    below,
    endSide,
    startSide,
    particular: new Float64Array(count),
    endSolution: new Float64Array(count),
    startSolution: new Float64Array(count),
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    startConductance: Float64Array.from(startConductance),
    endConductance: Float64Array.from(endConductance),
    parents: Int32Array.from(parents),
    childPositions: Int32Array.of(0, 0, 1),
    childCounts: Int32Array.of(1, 2, 0, 0),
    children: Int32Array.of(1, 0, 2, 3, 0, 0, 0, 0),
    nodeDiagonal: new Float64Array(4),
    nodeParents: new Float64Array(3),
    nodeChildren: new Float64Array(8),
    nodeSide: new Float64Array(4),
  };
}

/** Currents into each compartment, and into each node but the sealed start, at given potentials after the step. */
function residuals(arrays: ReturnType<typeof arraysOf>): readonly number[] {
  const { v, before, nodeSide, conductance, current } = arrays;
  const into = [...v].map((after, k) => {
    const charge = (at(capacitance, k) * (after - at(before, k))) / dt;
    const membrane = at(current, k) - at(conductance, k) * after - charge;
    const left = k > 0 ? at(axial, k) * (at(v, k - 1) - after) : 0;
    const right = k + 1 < count ? at(axial, k + 1) * (at(v, k + 1) - after) : 0;
    return membrane * at(area, k) + left + right;
  });
  const nodes = [0, 0, 0, 0];
  starts.forEach((start, section) => {
    const [parent, node, end] = [at(parents, section), section + 1, at(ends, section) - 1];
    const inward = at(startConductance, section) * (at(nodeSide, parent) - at(v, start));
    into[start] = at(into, start) + inward;
    nodes[parent] = at(nodes, parent) - inward;
    const outward = at(endConductance, section) * (at(nodeSide, node) - at(v, end));
    into[end] = at(into, end) + outward;
    nodes[node] = at(nodes, node) - outward;
  });
  return [...into, ...nodes];
}

// A large negative conductance makes an element of the diagonal small, so that rows are swapped.
const resonant = arraysOf([], []).diagonal[1] as number;

it.each([
  ["passive", [0.1, 0.2, 0.1, 0.3, 0.1, 0.2, 0.1]],
  ["regenerative", [0.1, resonant + 1e-3, 0.1, 0.3, resonant - 1e-3, 0.2, 0.1]],
])("conserves the current at each compartment and node of a %s cable", (_, conductance) => {
  const arrays = arraysOf([1, -2, 3, 0.5, 1, 0, -1], conductance);
  const start = [...arrays.v];
  cableStep(arrays)();
  expect([...arrays.before]).toEqual(start);
  // Sums of about ten terms of size 10; elimination by rows that are swapped keeps errors near 1e-16 of them.
  for (const current of residuals(arrays)) expect(Math.abs(current)).toBeLessThan(1e-11);
  const change = at(arrays.v, 6) - at(start, 6);
  expect(arrays.capacitiveCurrent[6]).toBe((0.8 * change) / dt);
});
