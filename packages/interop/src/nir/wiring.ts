import type { PopulationRecord, ProjectionRecord } from "@spikeloom/kernel";
import { NIR_GRAPH } from "./errors.ts";
import type { FlatGraph } from "./flat-graph.ts";
import type { NirPrimitive } from "./graph.ts";
import { checkExtent, checkSame } from "./linear-maps.ts";
import { scaled } from "./matrix.ts";
import type { PopulationType } from "./neuron-models.ts";
import { sizeOf } from "./numbers.ts";
import type { Naming } from "./population-names.ts";
import type { NirProfile } from "./profiles.ts";
import { milliseconds, projectionOf } from "./projections.ts";
import { isPopulation, ownShape, type Signal, type Signals } from "./signals.ts";
import type { Stages } from "./stages.ts";

/** A node that becomes a population. */
export interface Unit {
  readonly name: string;
  readonly type: PopulationType | "Input";
  /** Its parameters; none for a sum. */
  readonly node?: NirPrimitive;
  readonly shape: readonly number[];
  /** Its input. */
  readonly signal: Signal | undefined;
  /** Whether targets read its value rather than its spikes. */
  readonly isGraded: boolean;
}

const graded: ReadonlySet<string> = new Set(["I", "LI", "CubaLI", "Sum"]);

/** List the nodes that become populations: nodes with state, and outputs that are not populations themselves. */
export function unitsOf(
  graph: FlatGraph,
  signals: Signals,
  { place, input }: { readonly place: string; readonly input: "spikes" | "values" },
): readonly Unit[] {
  const units: Unit[] = [];
  for (const [name, flat] of graph) {
    const { node } = flat;
    const signal = signals.into(name);
    if (isPopulation(flat)) {
      const shape = ownShape(node) ?? signal?.shape ?? [];
      checkExtent(shape, `${place}/nodes/${name}`);
      // A signal of equal size but different arrangement is not the same.
      if (signal !== undefined) checkSame(shape, signal.shape, `${place}/nodes/${name}`);
      const type = node.type as Unit["type"];
      const isGraded = type === "Input" ? input === "values" : graded.has(type);
      units.push({ name, type, node, shape, signal, isGraded });
    } else if (node.type === "Output" && !flat.isInner && signal !== undefined) {
      if (onlySource(signal) !== undefined) continue;
      units.push({ name, type: "Sum", shape: signal.shape, signal, isGraded: true });
    }
  }
  return units;
}

/** Population whose unchanged output is the signal, if any. */
function onlySource({ terms, biases }: Signal): string | undefined {
  const [[source, matrix] = []] = terms;
  return terms.size === 1 && biases.length === 0 && matrix?.kind === "identity"
    ? source
    : undefined;
}

/** Inputs for creating connections. */
export interface Wiring {
  readonly units: readonly Unit[];
  readonly stages: Stages;
  readonly naming: Naming;
  readonly place: string;
  /** Time step in milliseconds. */
  readonly dt: number;
  /** Delay of a spike that acts in the next step: one step if it acts at the end of a step. */
  readonly least: 0 | 1;
  readonly sending: Sending;
}

/** Signal of a library's neurons. */
export interface Sending extends Pick<NirProfile, "sendsLater" | "ofArea"> {
  /** Time step. */
  readonly seconds: number;
}

/** Intrinsic delay of a node's output outside cycles, in steps. */
export function lateness(type: string, { sendsLater }: Pick<NirProfile, "sendsLater">): 0 | 1 {
  return sendsLater === true && spiking.has(type) ? 1 : 0;
}

/** Height of a node's spike that lasts one step. */
export function heightOf(type: string, { ofArea = [], seconds }: Sending): number {
  return ofArea.includes(type) ? 1 / seconds : 1;
}

const spiking: ReadonlySet<string> = new Set(["IF", "LIF", "CubaLIF"]);

/** Relay populations for values, and all connections. */
export interface Wires {
  readonly relays: ReadonlyMap<string, PopulationRecord>;
  readonly projections: readonly ProjectionRecord[];
}

/** Connect populations so that each signal arrives in the step that the graph specifies. */
export function wire(wiring: Wiring): Wires {
  const { units, stages, naming, dt, least } = wiring;
  const byName = new Map(units.map((unit) => [unit.name, unit]));
  const relays = new Map<string, PopulationRecord>();
  const projections: ProjectionRecord[] = [];
  const add = (projection: ProjectionRecord | undefined): void => {
    if (projection !== undefined) projections.push(projection);
  };
  /** Population that holds the values of a source some steps later. */
  const later = (source: Unit, steps: number): string => {
    const own = naming.of(source.name);
    if (steps === 0) return own;
    const name = `${own.slice(0, 50)} later ${steps}`;
    if (!relays.has(name)) {
      const before = later(source, steps - 1);
      const begin = `${milliseconds(stages.at(source.name) + steps, dt)} ms`;
      relays.set(name, { model: "nir-sum", size: sizeOf(source.shape), parameters: { begin } });
      const size = sizeOf(source.shape);
      const matrix = { kind: "identity", sources: size, targets: size } as const;
      add(projectionOf(matrix, { from: before, to: name, steps: 0, dt, isGraded: true }));
    }
    return name;
  };
  for (const target of units) {
    for (const [name, matrix] of target.signal?.terms ?? []) {
      const source = byName.get(name) as Unit;
      const behind = stages.at(target.name) - stages.at(name) - 1;
      const isAround = stages.isRecurrent(name, target.name);
      const steps = behind + (isAround ? 1 : lateness(source.type, wiring.sending));
      const { isGraded } = source;
      const isDelayed = matrix.kind === "entries" && matrix.delays !== undefined;
      if (isGraded && isDelayed) throw delayedValues(`${wiring.place}/nodes/${name}`);
      const from = isGraded ? later(source, steps) : naming.of(name);
      const to = naming.of(target.name);
      const sent = scaled(matrix, heightOf(source.type, wiring.sending));
      add(projectionOf(sent, { from, to, steps: isGraded ? 0 : steps + least, dt, isGraded }));
    }
  }
  return { relays, projections };
}

function delayedValues(place: string): Error {
  const message = "A delay node receives values, but only spikes can be delayed.";
  const expected = "spikes as input of the delay node";
  return NIR_GRAPH({ place, message, expected, got: "values of this node" });
}

/** Constants added to a population's input, from its first and from its second step on. */
export function biasesOf(
  { name, signal, shape }: Unit,
  stages: Stages,
): { readonly bias: Float64Array; readonly later: Float64Array } {
  const size = sizeOf(shape);
  const [bias, later] = [new Float64Array(size), new Float64Array(size)];
  for (const { values, sources } of signal?.biases ?? []) {
    // Input through a cycle is zero in the first step, including constants.
    const isAround = sources.size > 0 && [...sources].every((one) => stages.isRecurrent(one, name));
    const out = isAround ? later : bias;
    for (let k = 0; k < size; k++) out[k] = (out[k] ?? 0) + (values[k] ?? 0);
  }
  return { bias, later };
}

/** Start of a population's first step, in milliseconds. */
export function beginOf(name: string, { stages, dt }: Pick<Wiring, "stages" | "dt">): number {
  return milliseconds(stages.at(name), dt);
}
