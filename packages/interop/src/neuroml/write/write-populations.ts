import { hostFunctions } from "@spikeloom/equations/functions";
import { type ResolvedPopulation, resolvePopulation } from "@spikeloom/network";
import type { XmlOutput } from "../../xml/write-xml.ts";
import type { Row } from "../rows.ts";
import { sourceOf } from "../sources.ts";
import { type Component, componentOf } from "./component-of.ts";
import { numberOut, quantityOut } from "./quantity-out.ts";
import { standardCell } from "./standard-cells.ts";
import { addComponent, newId, type Writing, type WrittenPopulation } from "./writing.ts";

/** Write the populations of a network with their components; gives their elements. */
export function writePopulations(writing: Writing): readonly XmlOutput[] {
  const { network, stack, seed } = writing;
  const elements: XmlOutput[] = [];
  for (const name of Object.keys(network.populations)) {
    const resolved = resolvePopulation(network, name, { stack, seed, functions: hostFunctions });
    const element = writePopulation(writing, name, resolved);
    if (element !== undefined) elements.push(element);
  }
  return elements;
}

function writePopulation(
  writing: Writing,
  name: string,
  resolved: ResolvedPopulation,
): XmlOutput | undefined {
  const { model, size } = resolved;
  const component =
    model.source === undefined
      ? (componentOf(model) ?? standardCell(model, writing.stack))
      : undefined;
  const element =
    component === undefined
      ? writeSource(writing, name, resolved)
      : writeCell(writing, { name, component, resolved });
  if (element === undefined) {
    const message = `The model "${model.name}" is no component of NeuroML; LEMS can say it.`;
    writing.lose("model", `populations.${name}.model`, message);
    return undefined;
  }
  const id = newId(writing, name);
  const synapses = writeSynapses(writing, { name, component, resolved });
  addComponent(writing, element);
  const { coordinates } = resolved;
  const own = String(element.attributes?.["id"]);
  const path = coordinates === undefined ? undefined : own;
  writing.populations.set(name, { id, path, component, synapses });
  const attributes = { id, component: own, size };
  if (coordinates === undefined) return { name: "population", attributes };
  return {
    name: "population",
    attributes: { ...attributes, type: "populationList" },
    children: instances(coordinates, size),
  };
}

function* instances(
  coordinates: NonNullable<ResolvedPopulation["coordinates"]>,
  size: number,
): Generator<XmlOutput> {
  const [x, y, z] = coordinates;
  for (let k = 0; k < size; k++) {
    const location = { x: x?.[k] ?? 0, y: y?.[k] ?? 0, z: z?.[k] ?? 0 };
    yield {
      name: "instance",
      attributes: { id: k },
      children: [{ name: "location", attributes: location }],
    };
  }
}

interface WrittenModel {
  readonly name: string;
  readonly component: Component | undefined;
  readonly resolved: ResolvedPopulation;
}

function writeCell(
  writing: Writing,
  { name, component, resolved }: WrittenModel & { readonly component: Component },
): XmlOutput {
  const { cell } = component;
  const { initial = {} } = writing.network.populations[name] ?? {};
  const starts = cell.rows.some(([, own]) => own === "v_init");
  for (const variable of Object.keys(initial)) {
    if (variable === "v" && starts) continue;
    const message = `A ${cell.element} starts as its parameters say.`;
    writing.lose("initial", `populations.${name}.initial.${variable}`, message);
  }
  return {
    name: cell.element,
    attributes: {
      id: newId(writing, resolved.model.name.replaceAll("-", "_")),
      ...attributesOf(writing, cell.rows, { name, resolved, named: (own) => own }),
    },
  };
}

function attributesOf(
  writing: Writing,
  rows: readonly Row[],
  {
    name,
    resolved,
    named,
  }: {
    readonly name: string;
    readonly resolved: ResolvedPopulation;
    readonly named: (name: string) => string;
  },
): Readonly<Record<string, string>> {
  const entries = rows.map(([attribute, own, unit, , plain]) => {
    const place = `populations.${name}.parameters.${named(own)}`;
    const value = oneOf(writing, parameterOf(resolved, named(own)), place);
    const write = plain === undefined ? quantityOut : numberOut;
    return [attribute, write(value, unit, place)];
  });
  return Object.fromEntries(entries);
}

/** A parameter, or what stands for one that a cell of NeuroML has and the model has not. */
function parameterOf(
  { parameters, initial }: ResolvedPopulation,
  name: string,
): number | Float64Array {
  const found = parameters.get(name)?.value;
  if (found !== undefined) return found;
  if (name === "v_init") return initial.get("v")?.value ?? 0;
  const [capacitance, leak] = ["c_m", "g_l"].map((own) => parameters.get(own)?.value);
  // A membrane's time constant, where the model has a leak conductance instead.
  return typeof capacitance === "number" && typeof leak === "number" ? capacitance / leak : 0;
}

/** The value of all neurons; where they differ that of the first, which is a loss. */
function oneOf({ lose }: Writing, value: number | Float64Array, place: string): number {
  if (typeof value === "number") return value;
  const first = value[0] ?? 0;
  if (value.some((other) => other !== first)) {
    lose("varied", place, "It differs between neurons; all have the value of the first.");
  }
  return first;
}

/** Write the synapses that the receptors of a population are; gives their ids. */
function writeSynapses(
  writing: Writing,
  { name, component, resolved }: WrittenModel,
): WrittenPopulation["synapses"] {
  const ids = new Map<string, { readonly id: string; readonly unit: string }>();
  for (const { receptor, table, named, unit } of component?.synapses ?? []) {
    const attributes = attributesOf(writing, table.rows, { name, resolved, named });
    const id = synapseId(writing, { receptor, element: table.element, attributes });
    ids.set(receptor, { id, unit });
  }
  return ids;
}

/** Write a synapse, or take one that is there already and the same. */
function synapseId(
  writing: Writing,
  {
    receptor,
    element,
    attributes,
  }: {
    readonly receptor: string;
    readonly element: string;
    readonly attributes: Readonly<Record<string, string>>;
  },
): string {
  const key = JSON.stringify(attributes);
  for (const { attributes: known = {} } of writing.components.get(element) ?? []) {
    const { id, ...others } = known;
    if (JSON.stringify(others) === key) return String(id);
  }
  const id = newId(writing, receptor);
  addComponent(writing, { name: element, attributes: { id, ...attributes } });
  return id;
}

/** The duration of a source that never ends, in ms. */
const endless = 1e10;

function writeSource(
  writing: Writing,
  name: string,
  resolved: ResolvedPopulation,
): XmlOutput | undefined {
  const { model, times } = resolved;
  const id = () => newId(writing, `${name}_source`);
  if (model.source?.process === "times") return writeTimes(writing, { name, id, times });
  const window = ["start", "duration"].map((own) => resolved.parameters.get(own)?.value);
  const source = sourceOf(model, window[0] === 0 && window[1] === endless);
  if (source === undefined) return undefined;
  const attributes = attributesOf(writing, source.rows, { name, resolved, named: (own) => own });
  return { name: source.element, attributes: { id: id(), ...attributes } };
}

function writeTimes(
  { lose }: Writing,
  {
    name,
    id,
    times = [],
  }: {
    readonly name: string;
    readonly id: () => string;
    readonly times: readonly Float64Array[] | undefined;
  },
): XmlOutput {
  const [first = new Float64Array()] = times;
  if (times.some((other) => other !== first && String(other) !== String(first))) {
    const message = "Spike times differ between neurons; all have those of the first.";
    lose("varied", `populations.${name}.times`, message);
  }
  const spikes = function* (): Generator<XmlOutput> {
    for (const [k, time] of first.entries()) {
      yield { name: "spike", attributes: { id: k, time: `${numberOut(time, "ms", name)}ms` } };
    }
  };
  return { name: "spikeArray", attributes: { id: id() }, children: spikes() };
}
