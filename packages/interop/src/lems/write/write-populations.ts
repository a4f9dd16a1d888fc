import { evaluate, parseNeuronModel } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import {
  type NamedValue,
  type ResolvedPopulation,
  resolvePopulation,
  spikeStep,
} from "@spikeloom/network";
import { chooseIntegrator } from "@spikeloom/program";
import { timeOfStep } from "@spikeloom/simulate";
import { numberOf, oneIfAlike, roundingGrowth } from "@spikeloom/simulate/scripts";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { sourceTypes } from "./fixed-types.ts";
import { Unsaid } from "./lems-text.ts";
import { neuronType } from "./neuron-type.ts";
import { freeId, type LemsTask, type PopulationOut } from "./task.ts";
import type { TargetPort } from "./write-connections.ts";
import { coursesInto } from "./write-courses.ts";
import type { DriveOut } from "./write-drives.ts";

/** Write a population: its types, components and network element; undefined if it is omitted. */
export function writePopulation(
  task: LemsTask,
  name: string,
  ports: readonly TargetPort[],
): XmlOutput | undefined {
  const { network, stack, seed } = task;
  const place = `populations.${name}`;
  const resolved = resolvePopulation(network, name, { stack, seed, functions: hostFunctions });
  if (resolved.coordinates !== undefined) {
    const message = "LEMS does not store positions, which only affect the connections.";
    task.lose("positions", `${place}.positions`, message);
  }
  try {
    const isSource = resolved.model.source !== undefined;
    const written = isSource
      ? writeSource(task, name, resolved)
      : writeNeurons(task, { name, resolved, ports });
    const id = written.attributes?.["id"];
    if (id !== name) task.lose("name", place, `It is named ${id}.`);
    return written;
  } catch (fault) {
    if (!(fault instanceof Unsaid)) throw fault;
    const message = `The population "${name}" is omitted: its model "${resolved.model.name}" has ${fault.message}.`;
    task.lose("model", `${place}.model`, message);
    return undefined;
  }
}

interface Neurons {
  readonly name: string;
  readonly resolved: ResolvedPopulation;
  readonly ports: readonly TargetPort[];
}

function writeNeurons(task: LemsTask, { name, resolved, ports }: Neurons): XmlOutput {
  const { network, dt, units, convention } = task;
  const { model } = resolved;
  const recorded = (network.record ?? []).filter(({ population }) => population === name);
  const id = freeId(task, name);
  const written = neuronType({
    name: freeId(task, `${id}_neuron`),
    resolved,
    units,
    dt,
    ports,
    courses: coursesInto(task, name, resolved),
    held: heldSteps(task, resolved),
    comparison: comparisonOf(convention),
    seen: new Set(recorded.flatMap(({ variables }) => variables)),
  });
  sayIntegration(task, name, resolved);
  if (model.spike?.rate !== undefined) sayDrawn(task, name);
  task.types.push(written.element);
  const type = String(written.element.attributes?.["name"]);
  return place(task, { name, id, type, size: resolved.size, ...written });
}

interface Placed {
  readonly name: string;
  readonly id: string;
  readonly type: string;
  readonly size: number;
  readonly values: ReadonlyMap<string, NamedValue>;
  readonly names: PopulationOut["names"];
  /** Contents of a neuron's component. */
  readonly inside?: (neuron: number) => readonly XmlOutput[];
}

/** Write the sources of a Poisson stimulus. */
export function writeDrive(task: LemsTask, { key, name, size, values }: DriveOut): XmlOutput {
  declareSource(task, "PoissonSource");
  const id = freeId(task, name);
  return place(task, { name: key, id, type: "PoissonSource", size, values, names: new Map() });
}

/** Write a population of one component, or of one per neuron if they differ. */
function place(task: LemsTask, { name, id, type, size, values, names, inside }: Placed): XmlOutput {
  const shared = [...values].map(
    ([own, { value, dimension }]) => [own, { value: oneIfAlike(value), dimension }] as const,
  );
  const isOne = inside === undefined && shared.every(([, { value }]) => typeof value === "number");
  const component = (of: string, neuron: number): XmlOutput => ({
    name: type,
    attributes: {
      id: of,
      ...Object.fromEntries(
        shared.map(([own, { value, dimension }]) => [
          own,
          task.units.quantity(numberOf(value, neuron), dimension),
        ]),
      ),
    },
    children: inside?.(neuron) ?? [],
  });
  if (isOne) {
    const own = freeId(task, `${id}_component`);
    task.components.push(component(own, 0));
    task.populations.set(name, { size, path: (neuron) => `${id}[${neuron}]`, names });
    return { name: "Population", attributes: { id, component: own, size } };
  }
  const ids = Array.from({ length: size }, (_, k) => freeId(task, `${id}_${k}`));
  task.populations.set(name, { size, path: (neuron) => `${id}/${ids[neuron]}`, names });
  const children = ids.map(component);
  return { name: "PopulationList", attributes: { id }, children };
}

/** Replacement of a comparison in thresholds; undefined if they are unchanged. */
export function comparisonOf({
  threshold,
}: LemsTask["convention"]): "greater" | "greater_equal" | undefined {
  const replaced = { greater: "greater", "greater-or-equal": "greater_equal" } as const;
  return threshold === "as-written" ? undefined : replaced[threshold];
}

/** Number of steps after a spike's for which neurons are refractory. */
export function heldSteps(
  { dt, convention }: Pick<LemsTask, "dt" | "convention">,
  { model, parameters, size }: ResolvedPopulation,
): number | Float64Array {
  const record = parseNeuronModel(model).spike?.refractory;
  const period = record?.for ?? record?.steps;
  if (record === undefined || period === undefined) return 0;
  const { rounding = "nearest", countOffset } = convention.refractory;
  const slack = { nearest: 0.5, floor: 1e-3, up: Math.max(0.5, 1 - 5e-4 / dt) }[rounding];
  const steps = Float64Array.from({ length: size }, (_, k) => {
    const scope = (one: string): number => {
      const found = parameters.get(one)?.value;
      if (found === undefined) throw new Unsaid("a refractory period that depends on state");
      return numberOf(found, k);
    };
    const value = evaluate(period, { scope, functions: hostFunctions });
    const whole = record.for === undefined ? value : Math.floor(value / dt + slack);
    return Math.max(0, whole + countOffset);
  });
  const held = oneIfAlike(steps);
  if (typeof held !== "number" && held.includes(0)) {
    throw new Unsaid("refractory periods that are zero for some neurons");
  }
  return held;
}

function sayIntegration(task: LemsTask, name: string, { model }: ResolvedPopulation): void {
  const { network, stack, dt, steps } = task;
  const place = `populations.${name}`;
  const rounded = roundingGrowth(network, { name, model, duration: timeOfStep(steps, dt) });
  if (rounded !== undefined) task.lose("integration", place, rounded);
  const record = network.populations[name];
  if (record === undefined || Object.keys(model.dynamics ?? {}).length === 0) return;
  const { integrator, subSteps } = chooseIntegrator({ model, record, stack, dt, place });
  if (model.spike?.within === true) {
    // Measured by tools/python/tests/test_every_model.py with steps of 0.1 ms.
    const message =
      "Thresholds are tested after a step, not within it. Where neurons do not act on one another, most spikes of 200 ms move, by up to 8 steps of 0.1 ms. In a recurrent network the differences grow until most spikes differ; counts of spikes agree to 5 %.";
    task.lose("integration", `${place}.model`, message);
  }
  if (integrator?.name === "euler" && subSteps === 1) return;
  const own = `${integrator?.name}${subSteps === 1 ? "" : ` in ${subSteps} parts`}`;
  const message = `LEMS simulators use forward Euler, instead of ${own} here; a smaller step reduces the difference.`;
  task.lose("integration", `${place}.integrator`, message);
}

function sayDrawn(task: LemsTask, name: string): void {
  const message = "Its spikes are redrawn: same distribution, different values.";
  task.lose("drawn-anew", `populations.${name}`, message);
}

const time: NamedValue["dimension"] = [0, 0, 1, 0, 0, 0, 0];

function writeSource(task: LemsTask, name: string, resolved: ResolvedPopulation): XmlOutput {
  const { model, size, parameters, times } = resolved;
  const { dt, convention, units } = task;
  const id = freeId(task, name);
  const half = dt / 2;
  const names = new Map<string, string>();
  if (times !== undefined) {
    declareSource(task, "SpikeTimes");
    const back = convention.spikeStamp === "end" ? 1 : 0;
    const inside = (neuron: number): XmlOutput[] =>
      Array.from(times[neuron] ?? [], (at, k) => {
        // In the same step as in the run: half a step before its end.
        const after = timeOfStep(spikeStep(at, { dt, convention }) - back, dt) + half;
        const attributes = { id: `${id}_${neuron}_${k}`, after: units.quantity(after, time) };
        return { name: "SpikeTime", attributes };
      });
    return place(task, { name, id, type: "SpikeTimes", size, values: new Map(), names, inside });
  }
  const [rate, from, length] = ["rate", "start", "duration"].map((own) => parameters.get(own));
  if (
    model.name !== "poisson" ||
    rate === undefined ||
    from === undefined ||
    length === undefined
  ) {
    throw new Unsaid("a source other than poisson or given spike times");
  }
  declareSource(task, "PoissonSource");
  sayDrawn(task, name);
  const until = sums(from.value, length.value, size);
  const values = new Map([
    ["rate", rate],
    ["from", from],
    ["until", { value: until, dimension: time }],
  ]);
  return place(task, { name, id, type: "PoissonSource", size, values, names });
}

function sums(a: number | Float64Array, b: number | Float64Array, size: number) {
  if (typeof a === "number" && typeof b === "number") return a + b;
  return Float64Array.from({ length: size }, (_, k) => numberOf(a, k) + numberOf(b, k));
}

function declareSource(task: LemsTask, type: keyof typeof sourceTypes): void {
  if (task.takenIds.has(type)) return;
  task.takenIds.add(type);
  task.types.push(...sourceTypes[type]);
}
