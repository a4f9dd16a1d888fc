import { NIR_GRAPH } from "./errors.ts";
import type { FlatGraph, FlatNode } from "./flat-graph.ts";
import type { NirPrimitive } from "./graph.ts";
import { checkExtent, checkSame, isLinear, linearMap, through } from "./linear-maps.ts";
import { applied, type Matrix, product, sum } from "./matrix.ts";
import { isShape, shapeText, sizeOf } from "./numbers.ts";

/** What reaches a node: sums over nodes with a state, and constants. */
export interface Signal {
  readonly shape: readonly number[];
  /** By the name of the node whose spikes or values these are. */
  readonly terms: ReadonlyMap<string, Matrix>;
  /** Constants, each with the nodes whose signals it is added to. */
  readonly biases: readonly Bias[];
}

/** A constant that is added to a signal at each step. */
export interface Bias {
  readonly values: Float64Array;
  readonly sources: ReadonlySet<string>;
}

/** What nodes of a graph get and give. */
export interface Signals {
  /** What reaches a node, all its edges added up; undefined where nothing does. */
  into(name: string): Signal | undefined;
}

/** Whether a node has a state, or spikes: it becomes a population. */
export function isPopulation({ node, isInner }: FlatNode): boolean {
  return !isLinear(node) && node.type !== "Output" && !(isInner && node.type === "Input");
}

/** Trace signals through nodes without a state. */
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

/** Find what all nodes before this one give, the first ones first; without recursion, as chains may be long. */
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
    const message = "Nothing reaches a node whose shape follows from what does.";
    throw NIR_GRAPH({ place: at, message, expected: "an edge from another node", got: "none" });
  }
  // Parameters that are one number for all neurons leave the shape to what comes in.
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

/** The shape that parameters of a node say; undefined where each is one number. */
export function ownShape(node: NirPrimitive): readonly number[] | undefined {
  if (node.type === "Input" || node.type === "Output") return node.shape;
  const { shape = [] } =
    node.type === "Threshold" ? node.threshold : "r" in node ? node.r : { shape: [] };
  return shape.length === 0 ? undefined : shape;
}

/** Add up what all edges bring to a node. */
function added({ graph, given, place }: Trace, name: string): Signal | undefined {
  const [first, ...others] = (graph.get(name)?.from ?? []).map((source) => given.get(source));
  return others.reduce<Signal | undefined>((all, one) => {
    if (all === undefined || one === undefined) return all;
    if (!isShape(all.shape, one.shape)) {
      const message = "Signals of different shapes are added up in a node.";
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
  const message = "Nodes without a state feed each other in a circle.";
  const expected = "a neuron or a threshold between them";
  return NIR_GRAPH({ place: `${place}/nodes/${name}`, message, expected, got: "none" });
}

function tooMuch(place: string): Error {
  const message = "Linear nodes in a row would take too long to be put together.";
  const expected = "fewer connections, or a neuron between them";
  return NIR_GRAPH({ place, message, expected, got: "more than 2^28 products" });
}
