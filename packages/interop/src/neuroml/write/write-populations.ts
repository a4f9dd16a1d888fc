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
import { type EqualNeurons, partsOf } from "./parts-of.ts";
import { numberOut } from "./quantity-out.ts";
import { standardCell } from "./standard-cells.ts";
import {
  addComponent,
  type NeuronPlaces,
  newId,
  newWriting,
  type Writing,
  type WrittenPart,
} from "./writing.ts";

/** Write the populations of a network with their components; returns their elements. */
export function writePopulations(writing: Writing): readonly XmlOutput[] {
  const { network, stack, seed } = writing;
  // Populations keep their names; their components get unused ones.
  const names = Object.keys(network.populations);
  const ids = new Map(names.map((name) => [name, newId(writing, name)]));
  return [...ids].flatMap(([name, id]) => {
    const resolved = resolvePopulation(network, name, { stack, seed, functions: hostFunctions });
    return writePopulation(writing, { name, id, resolved });
  });
}

/** Neurons as a component of the file that is not written yet. */
interface Writable {
  readonly component: Component | undefined;
  write(): XmlOutput;
}

function writePopulation(
  writing: Writing,
  { name, id, resolved }: Populated & { readonly id: string },
): readonly XmlOutput[] {
  const { parts: equal, varied } = partsOf(name, resolved, (part) =>
    variedOf(writing, { name, resolved: part }),
  );
  const writable: (EqualNeurons & Writable)[] = [];
  for (const part of equal) {
    const found = writableOf(writing, { name, resolved: part.resolved });
    if (found === undefined || found instanceof Unsaid) {
      const why =
        found === undefined
          ? "; LEMS can express it"
          : `, and no LEMS type can express it: ${found.message}`;
      const message = `The model "${resolved.model.name}" has no NeuroML component${why}.`;
      writing.lose("model", `populations.${name}.model`, message);
      return [];
    }
    writable.push({ ...part, ...found });
  }
  const isSplit = writable.length > 1;
  const written = writable.map((part, k) =>
    writePart(writing, part, isSplit ? newId(writing, `${id}_${k}`) : id),
  );
  const [first, ...others] = written.map(({ part }) => part);
  if (first === undefined) return [];
  writing.populations.set(name, {
    id,
    parts: [first, ...others],
    places: isSplit ? placesOf(writable, resolved.size) : undefined,
  });
  const last = others.at(-1);
  if (last !== undefined) {
    const fields = [...varied].map((place) => place.slice(`populations.${name}.`.length));
    const message = `Its neurons differ in ${fields.join(", ")}, so it becomes ${written.length} populations, ${first.id} to ${last.id}; its projections, inputs and recorders follow.`;
    writing.lose("split", `populations.${name}`, message);
  } else if (id !== name) writing.lose("name", `populations.${name}`, `It is named ${id}.`);
  return written.map(({ element }) => element);
}

/** Places of values that differ between neurons, of which the file would have only one. */
function variedOf(writing: Writing, populated: Populated): ReadonlySet<string> {
  const { network, stack, steps, temperature } = writing;
  const trial = newWriting(network, { stack, steps, lose: () => undefined });
  trial.temperature = temperature;
  const found = writableOf(trial, populated);
  if (found !== undefined && !(found instanceof Unsaid)) found.write();
  return trial.varied;
}

function writePart(
  writing: Writing,
  { resolved: { coordinates, size }, component, write }: EqualNeurons & Writable,
  id: string,
): { readonly part: WrittenPart; readonly element: XmlOutput } {
  const element = write();
  addComponent(writing, element);
  const own = String(element.attributes?.["id"]);
  const path = coordinates === undefined ? undefined : own;
  const part = { id, size, path, component };
  const attributes = { id, component: own, size };
  if (coordinates === undefined) return { part, element: { name: "population", attributes } };
  return {
    part,
    element: {
      name: "population",
      attributes: { ...attributes, type: "populationList" },
      children: instances(coordinates, size),
    },
  };
}

function placesOf(parts: readonly EqualNeurons[], size: number): NeuronPlaces {
  const places = { part: new Uint32Array(size), index: new Uint32Array(size) };
  for (const [k, { neurons }] of parts.entries()) {
    for (const [index, neuron] of neurons.entries()) {
      places.part[neuron] = k;
      places.index[neuron] = index;
    }
  }
  return places;
}

/** Find the component of equal neurons; returns a reason, or undefined for a source, if there is none. */
function writableOf(writing: Writing, populated: Populated): Writable | Unsaid | undefined {
  if (populated.resolved.model.source !== undefined) return sourceOut(writing, populated);
  const component = cellOf(writing, populated);
  if (component instanceof Unsaid) return component;
  return { component, write: () => writeCell(writing, { ...populated, component }) };
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

function sourceOut(writing: Writing, populated: Populated): Writable | undefined {
  const { name, resolved } = populated;
  const { model, parameters } = resolved;
  const id = () => newId(writing, `${name}_source`);
  const component = undefined;
  if (model.source?.process === "times") {
    return { component, write: () => timesOut(writing, populated, id()) };
  }
  const window = ["start", "duration"].map((own) => parameters.get(own)?.value);
  const source = sourceOf(model, window[0] === 0 && window[1] === endless);
  if (source === undefined) return undefined;
  const write = () => {
    const named = (own: string) => own;
    const attributes = attributesOf(writing, source.rows, { name, resolved, named });
    return { name: source.element, attributes: { id: id(), ...attributes } };
  };
  return { component, write };
}

function timesOut({ varied }: Writing, { name, resolved }: Populated, id: string): XmlOutput {
  const [first = new Float64Array(), ...others] = resolved.times ?? [];
  if (others.some((other) => other !== first && String(other) !== String(first))) {
    varied.add(`populations.${name}.times`);
  }
  const spikes = function* (): Generator<XmlOutput> {
    for (const [k, time] of first.entries()) {
      yield { name: "spike", attributes: { id: k, time: `${numberOut(time, "ms", name)}ms` } };
    }
  };
  return { name: "spikeArray", attributes: { id }, children: spikes() };
}
