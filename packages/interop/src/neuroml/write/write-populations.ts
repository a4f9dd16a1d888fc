import { hostFunctions } from "@spikeloom/equations/functions";
import { type ResolvedPopulation, resolvePopulation } from "@spikeloom/network";
import { Unsaid } from "../../lems/write/lems-text.ts";
import type { XmlOutput } from "../../xml/write-xml.ts";
import { sourceOf } from "../sources.ts";
import { attributesOf } from "./attributes-of.ts";
import type { Component } from "./component.ts";
import { componentOf, type Populated } from "./component-of.ts";
import { izhikevichCell } from "./izhikevich-cell.ts";
import { matchedCell } from "./matched-cell.ts";
import { membraneComponent } from "./membrane/membrane-component.ts";
import { ownCell } from "./own/own-cell.ts";
import { numberOut } from "./quantity-out.ts";
import { standardCell } from "./standard-cells.ts";
import { addComponent, newId, type Writing } from "./writing.ts";

/** Write the populations of a network with their components; returns their elements. */
export function writePopulations(writing: Writing): readonly XmlOutput[] {
  const { network, stack, seed } = writing;
  const elements: XmlOutput[] = [];
  // Populations keep their names; their components get unused ones.
  const names = Object.keys(network.populations);
  const ids = new Map(names.map((name) => [name, newId(writing, name)]));
  for (const [name, id] of ids) {
    const resolved = resolvePopulation(network, name, { stack, seed, functions: hostFunctions });
    const element = writePopulation(writing, { name, id, resolved });
    if (element !== undefined) elements.push(element);
  }
  return elements;
}

function writePopulation(
  writing: Writing,
  { name, id, resolved }: Populated & { readonly id: string },
): XmlOutput | undefined {
  const { model, size } = resolved;
  const found = model.source === undefined ? cellOf(writing, { name, resolved }) : undefined;
  const unsaid = found instanceof Unsaid ? found.message : undefined;
  const component = found instanceof Unsaid ? undefined : found;
  const element =
    component === undefined
      ? writeSource(writing, name, resolved)
      : writeCell(writing, { name, component, resolved });
  if (element === undefined) {
    const why =
      unsaid === undefined
        ? "; LEMS can express it"
        : `, and no LEMS type can express it: ${unsaid}`;
    const message = `The model "${model.name}" has no NeuroML component${why}.`;
    writing.lose("model", `populations.${name}.model`, message);
    return undefined;
  }
  if (id !== name) writing.lose("name", `populations.${name}`, `It is named ${id}.`);
  addComponent(writing, element);
  const { coordinates } = resolved;
  const own = String(element.attributes?.["id"]);
  const path = coordinates === undefined ? undefined : own;
  writing.populations.set(name, { id, path, component });
  const attributes = { id, component: own, size };
  if (coordinates === undefined) return { name: "population", attributes };
  return {
    name: "population",
    attributes: { ...attributes, type: "populationList" },
    children: instances(coordinates, size),
  };
}

/** Find the most specific cell of a neuron, or create a type for it; returns a reason if impossible. */
function cellOf(writing: Writing, populated: Populated): Component | Unsaid {
  return (
    componentOf(writing, populated) ??
    standardCell(writing, populated) ??
    izhikevichCell(writing, populated) ??
    membraneComponent(writing, populated) ??
    matchedCell(writing, populated) ??
    ownCell(writing, populated)
  );
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

function writeCell(
  writing: Writing,
  { name, component, resolved }: Populated & { readonly component: Component },
): XmlOutput {
  const { initial = {} } = writing.network.populations[name] ?? {};
  for (const variable of Object.keys(initial)) {
    // Cells with channels report differing initial values themselves.
    if (
      component.hasStarts === true ||
      component.element === "cell" ||
      (variable === "v" && component.hasStart)
    )
      continue;
    const message = `The parameters of a ${component.element} determine its initial state.`;
    writing.lose("initial", `populations.${name}.initial.${variable}`, message);
  }
  return component.write(newId(writing, resolved.model.name.replaceAll("-", "_")));
}

/** Duration in ms of a source that never ends. */
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
    const message = "Spike times differ between neurons; those of the first are used for all.";
    lose("varied", `populations.${name}.times`, message);
  }
  const spikes = function* (): Generator<XmlOutput> {
    for (const [k, time] of first.entries()) {
      yield { name: "spike", attributes: { id: k, time: `${numberOut(time, "ms", name)}ms` } };
    }
  };
  return { name: "spikeArray", attributes: { id: id() }, children: spikes() };
}
