import { NIR_GRAPH } from "./errors.ts";
import type { FlatGraph, FlatNode } from "./flat-graph.ts";
import type { NirPrimitive } from "./graph.ts";
import { checkExtent, checkSame, isLinear, linearMap, through } from "./linear-maps.ts";
import { applied, type Matrix, product, sum } from "./matrix.ts";
import { isShape, shapeText, sizeOf } from "./numbers.ts";

/** Input of a node: weighted sums over nodes with state, and constants. */
export interface Signal {
  readonly shape: readonly number[];
  /** By the name of the node that emits the spikes or values. */
  readonly terms: ReadonlyMap<string, Matrix>;
  /** Constants, each with the nodes whose signals it is added to. */
  readonly biases: readonly Bias[];
}

/** A constant added to a signal in each step. */
export interface Bias {
  readonly values: Float64Array;
  readonly sources: ReadonlySet<string>;
}

/** Inputs and outputs of a graph's nodes. */
export interface Signals {
  /** Sum of a node's incoming edges; undefined if there are none. */
  into(name: string): Signal | undefined;
}

/** Whether a node has state or emits spikes, and so becomes a population. */
export function isPopulation({ node, isInner }: FlatNode): boolean {
  return !isLinear(node) && node.type !== "Output" && !(isInner && node.type === "Input");
}

/** Propagate signals through stateless nodes. */
export function traceSignals(
  graph: FlatGraph,
  { dt, place }: { readonly dt: number; readonly place: string },
): Signals {
  const given = new Map<string, Signal>();
  const begun = new Set<string>();
  const trace: Trace = { graph, given, dt, place };
  return {
    into(name) {
      visit(name, { ...trace, begun });
      return added(trace, name);
    },
  };
}

interface Trace {
  readonly graph: FlatGraph;
  readonly given: Map<string, Signal>;
  readonly dt: number;
  readonly place: string;
}

/** Compute the signals of all nodes before this one in topological order; iterative, because chains may be long. */
function visit(name: string, trace: Trace & { readonly begun: Set<string> }): void {
  const { graph, given, begun, place } = trace;
  const waiting = [...(graph.get(name)?.from ?? [])];
  while (waiting.length > 0) {
    const next = waiting.at(-1) as string;
    const flat = graph.get(next) as FlatNode;
    if (given.has(next)) {
      waiting.pop();
    } else if (isPopulation(flat) && ownShape(flat.node) !== undefined) {
      given.set(next, own(next, ownShape(flat.node) ?? [], place));
    } else {
      const missing = flat.from.filter((source) => !given.has(source));
      if (missing.length === 0) {
        given.set(next, give(trace, next, flat));
        continue;
      }
      if (begun.has(next)) throw loops(next, place);
      begun.add(next);
      waiting.push(...missing);
    }
  }
}

function give(trace: Trace, name: string, flat: FlatNode): Signal {
  const at = `${trace.place}/nodes/${name}`;
  const signal = added(trace, name);
  if (signal === undefined) {
    const message = "A node whose shape depends on its input has no input.";
    throw NIR_GRAPH({ place: at, message, expected: "an edge from another node", got: "none" });
  }
  // Scalar parameters leave the shape to the input.
  if (isPopulation(flat)) return own(name, signal.shape, trace.place);
  const { node } = flat;
  if (!isLinear(node)) {
    const { shape } = node as Extract<NirPrimitive, { readonly shape: readonly number[] }>;
    if (sizeOf(shape) !== sizeOf(signal.shape)) checkSame(shape, signal.shape, at);
    return signal;
  }
  const map = linearMap(node, { shape: signal.shape, place: at, dt: trace.dt });
  checkExtent(map.shape, at);
  const terms = new Map<string, Matrix>();
  for (const [source, matrix] of signal.terms) {
    const together = product(matrix, map.matrix);
    if (together === undefined) throw tooMuch(at);
    terms.set(source, together);
  }
  const biases = signal.biases.map(({ values, sources }) => {
    return { values: applied(map.matrix, values), sources };
  });
  if (map.bias?.some((value) => value !== 0)) {
    biases.push({ values: map.bias, sources: new Set(signal.terms.keys()) });
  }
  return { shape: map.shape, terms, biases };
}

function own(name: string, shape: readonly number[], place: string): Signal {
  checkExtent(shape, `${place}/nodes/${name}`);
  return { shape, terms: new Map([[name, through(shape).matrix]]), biases: [] };
}

/** Shape implied by a node's parameters; undefined if all are scalars. */
export function ownShape(node: NirPrimitive): readonly number[] | undefined {
  if (node.type === "Input" || node.type === "Output") return node.shape;
  const { shape = [] } =
    node.type === "Threshold" ? node.threshold : "r" in node ? node.r : { shape: [] };
  return shape.length === 0 ? undefined : shape;
}

/** Sum all incoming edges of a node. */
function added({ graph, given, place }: Trace, name: string): Signal | undefined {
  const [first, ...others] = (graph.get(name)?.from ?? []).map((source) => given.get(source));
  return others.reduce<Signal | undefined>((all, one) => {
    if (all === undefined || one === undefined) return all;
    if (!isShape(all.shape, one.shape)) {
      const message = "A node adds signals of different shapes.";
      const at = `${place}/nodes/${name}`;
      const [expected, got] = [shapeText(all.shape), shapeText(one.shape)];
      throw NIR_GRAPH({ place: at, message, expected, got });
    }
    const terms = new Map(all.terms);
    for (const [source, matrix] of one.terms) {
      const before = terms.get(source);
      terms.set(source, before === undefined ? matrix : sum(before, matrix));
    }
    return { shape: all.shape, terms, biases: [...all.biases, ...one.biases] };
  }, first);
}

function loops(name: string, place: string): Error {
  const message = "Stateless nodes form a cycle.";
  const expected = "a neuron or a threshold in the cycle";
  return NIR_GRAPH({ place: `${place}/nodes/${name}`, message, expected, got: "none" });
}

function tooMuch(place: string): Error {
  const message = "Combining these consecutive linear nodes would take too long.";
  const expected = "fewer connections, or a neuron between the nodes";
  return NIR_GRAPH({ place, message, expected, got: "more than 2^28 products" });
}
