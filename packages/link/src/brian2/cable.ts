/** Arrays of a cable equation: one element per compartment unless noted. */
export interface CableArrays {
  readonly v: Float64Array;
  /** Membrane potential before the step. */
  readonly before: Float64Array;
  readonly capacitance: Float64Array;
  readonly capacitiveCurrent: Float64Array;
  readonly dt: Float64Array;
  /** Total conductance and current at zero potential, per area. */
  readonly conductance: Float64Array;
  readonly current: Float64Array;
  /** Diagonals of the system without the conductance; `above[k]` and `below[k - 1]` couple `k - 1` and `k`. */
  readonly above: Float64Array;
  readonly diagonal: Float64Array;
  readonly below: Float64Array;
  /** Right-hand sides of the homogeneous solutions: 1 at the end, or at the start, of each section. */
  readonly endSide: Float64Array;
  readonly startSide: Float64Array;
  /** Solution with both ends of all sections at zero, and the two homogeneous solutions. */
  readonly particular: Float64Array;
  readonly endSolution: Float64Array;
  readonly startSolution: Float64Array;
  /** Range of compartments of each section. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Axial conductance at the start and at the end of each section. */
  readonly startConductance: Float64Array;
  readonly endConductance: Float64Array;
  /** Parent node of each section; node 0 is the root, and node `k + 1` the end of section `k`. */
  readonly parents: Int32Array;
  /** Position of each section among the children of its parent. */
  readonly childPositions: Int32Array;
  /** Number of child nodes of each node, and the nodes in rows of equal length. */
  readonly childCounts: Int32Array;
  readonly children: Int32Array;
  /** Matrix and right-hand side of the system of the nodes' potentials. */
  readonly nodeDiagonal: Float64Array;
  readonly nodeParents: Float64Array;
  readonly nodeChildren: Float64Array;
  readonly nodeSide: Float64Array;
}

/**
 * Prepare an implicit step of the cable equation on a tree of sections.
 *
 * The sections are solved with their ends at given potentials, then the potentials of the nodes follow from the
 * conservation of current (Mascagni 1991). Operations are in the order of Brian2's NumPy target, so that results are the
 * same bit for bit.
 */
export function cableStep(arrays: CableArrays): () => void {
  const { v, before, capacitance, capacitiveCurrent, conductance, current } = arrays;
  const { particular, endSolution, startSolution, endSide, startSide, diagonal } = arrays;
  const dt = arrays.dt[0] as number;
  const total = new Float64Array(v.length);
  const solve = tridiagonal(arrays.above, total, arrays.below);
  const combine = combination(arrays);
  return () => {
    before.set(v);
    for (let k = 0; k < v.length; k++) {
      const charge = ((capacitance[k] as number) / dt) * (v[k] as number);
      particular[k] = -charge - (current[k] as number);
      total[k] = (diagonal[k] as number) - (conductance[k] as number);
    }
    endSolution.set(endSide);
    startSolution.set(startSide);
    solve([particular, endSolution, startSolution]);
    combine();
    for (let k = 0; k < v.length; k++) {
      const change = (v[k] as number) - (before[k] as number);
      capacitiveCurrent[k] = ((capacitance[k] as number) * change) / dt;
    }
  };
}

/**
 * Prepare the solution of a tridiagonal system, which replaces each right-hand side.
 *
 * Gaussian elimination with partial pivoting, in the order of operations of LAPACK's `dgtsv`.
 */
function tridiagonal(
  above: Float64Array,
  diagonal: Float64Array,
  below: Float64Array,
): (sides: readonly Float64Array[]) => void {
  const { length } = diagonal;
  const [d, first, second] = [
    new Float64Array(length),
    new Float64Array(length),
    new Float64Array(length),
  ];
  return (sides) => {
    d.set(diagonal);
    for (let k = 0; k + 1 < length; k++) first[k] = above[k + 1] as number;
    second.fill(0);
    for (let k = 0; k + 1 < length; k++) {
      const [pivot, lower] = [d[k] as number, below[k] as number];
      const [next, upper] = [d[k + 1] as number, first[k] as number];
      if (Math.abs(pivot) >= Math.abs(lower)) {
        const factor = lower / pivot;
        d[k + 1] = next - factor * upper;
        for (const b of sides) b[k + 1] = (b[k + 1] as number) - factor * (b[k] as number);
        continue;
      }
      const factor = pivot / lower;
      d[k] = lower;
      d[k + 1] = upper - factor * next;
      first[k] = next;
      if (k + 2 < length) {
        second[k] = first[k + 1] as number;
        first[k + 1] = -factor * (second[k] as number);
      }
      for (const b of sides) {
        const swapped = b[k] as number;
        b[k] = b[k + 1] as number;
        b[k + 1] = swapped - factor * (b[k] as number);
      }
    }
    for (const b of sides) {
      for (let k = length - 1; k >= 0; k--) {
        let rest = b[k] as number;
        if (k + 1 < length) rest -= (first[k] as number) * (b[k + 1] as number);
        if (k + 2 < length) rest -= (second[k] as number) * (b[k + 2] as number);
        b[k] = rest / (d[k] as number);
      }
    }
  };
}

/** Prepare the solution for the potentials of the nodes, and the combination of the sections' solutions. */
function combination(arrays: CableArrays): () => void {
  const { v, starts, ends, parents, childPositions, childCounts, children } = arrays;
  const { particular, endSolution, startSolution, startConductance, endConductance } = arrays;
  const { nodeDiagonal, nodeParents, nodeChildren, nodeSide } = arrays;
  const row = Math.floor(children.length / childCounts.length);
  const at = (numbers: Float64Array | Int32Array, k: number): number => numbers[k] as number;
  const fill = (): void => {
    for (let section = 0; section < starts.length; section++) {
      const [start, end] = [at(starts, section), at(ends, section) - 1];
      const node = section + 1;
      if (section === 0) {
        // The start of the first section is sealed.
        nodeDiagonal[0] = at(startSolution, start) - 1;
        nodeChildren[0] = at(endSolution, start);
        nodeSide[0] = -at(particular, start);
      } else {
        const parent = at(parents, section);
        const into = at(startConductance, section);
        nodeDiagonal[parent] = at(nodeDiagonal, parent) + (1 - at(startSolution, start)) * into;
        nodeChildren[parent * row + at(childPositions, section)] = -at(endSolution, start) * into;
        nodeSide[parent] = at(nodeSide, parent) + at(particular, start) * into;
      }
      const out = at(endConductance, section);
      nodeDiagonal[node] = (1 - at(endSolution, end)) * out;
      nodeParents[section] = -at(startSolution, end) * out;
      nodeSide[node] = at(particular, end) * out;
    }
  };
  const solve = (): void => {
    for (let node = nodeSide.length - 1; node >= 0; node--) {
      for (let k = 0; k < at(childCounts, node); k++) {
        const child = at(children, node * row + k);
        const factor = at(nodeChildren, node * row + k) / at(nodeDiagonal, child);
        nodeDiagonal[node] = at(nodeDiagonal, node) - factor * at(nodeParents, child - 1);
        nodeSide[node] = at(nodeSide, node) - factor * at(nodeSide, child);
      }
    }
    nodeSide[0] = at(nodeSide, 0) / at(nodeDiagonal, 0);
    for (let section = 0; section < parents.length; section++) {
      const above = at(nodeParents, section) * at(nodeSide, at(parents, section));
      nodeSide[section + 1] = (at(nodeSide, section + 1) - above) / at(nodeDiagonal, section + 1);
    }
  };
  return () => {
    fill();
    solve();
    for (let section = 0; section < starts.length; section++) {
      const [fromStart, fromEnd] = [at(nodeSide, at(parents, section)), at(nodeSide, section + 1)];
      for (let k = at(starts, section); k < at(ends, section); k++) {
        const inside = at(particular, k) + fromStart * at(startSolution, k);
        v[k] = inside + fromEnd * at(endSolution, k);
      }
    }
  };
}
