import {
  type Loss,
  type NetworkRecord,
  type RecorderRecord,
  SpikeLoomError,
} from "@spikeloom/kernel";
import { placeOf, type XmlElement } from "../xml/xml-element.ts";
import { type Component, componentsOf } from "./component.ts";
import { type LemsDocument, needed } from "./document.ts";
import { LEMS_NAME, LEMS_SHAPE } from "./errors.ts";
import { type Flat, type FlatVariable, freeName } from "./flat.ts";
import { methodOf } from "./method.ts";
import { type LemsNetwork, networkOf, type Places } from "./network.ts";
import { childAt, type LemsNode, membersAt } from "./node.ts";
import type { Members } from "./populations.ts";
import { siFactor, unitText } from "./quantity.ts";
import { isOfType } from "./type.ts";
import { givenValue, siValue } from "./value.ts";

/** A column of a data file. */
export interface DataColumn {
  readonly population: string;
  readonly neuron: number;
  readonly variable: string;
  /** Factor from the model's unit to SI units. */
  readonly factor: number;
  /** Number of steps by which its population runs later than in LEMS. */
  readonly lag: number;
  /** Value of a constant. */
  readonly constant?: number;
}

/** A data file that a simulation writes. */
export interface DataFile {
  readonly fileName: string;
  readonly columns: readonly DataColumn[];
}

/** An event file that a simulation writes. */
export interface EventFile {
  readonly fileName: string;
  readonly format: "ID_TIME" | "TIME_ID";
  readonly selections: readonly {
    readonly id: string;
    readonly population: string;
    readonly neuron: number;
    readonly lag: number;
  }[];
}

/** A network read from LEMS, and the output of its simulation. */
export interface LemsSimulation {
  readonly network: NetworkRecord;
  readonly dataFiles: readonly DataFile[];
  readonly eventFiles: readonly EventFile[];
  /** Steps beyond the output that the network runs, because some populations start later. */
  readonly lag: number;
  readonly losses: readonly Loss[];
}

interface Asked {
  /** Where a path is first requested. */
  readonly places: ReadonlyMap<string, string>;
  readonly lines: readonly string[];
  readonly files: readonly { readonly fileName: string; readonly columns: readonly string[] }[];
  readonly events: readonly {
    readonly fileName: string;
    readonly format: "ID_TIME" | "TIME_ID";
    readonly selections: readonly { id: string; path: string; port: string }[];
  }[];
}

/** Create the network that the document's target simulates, with recorders for all displayed and written variables. */
export function simulationOf(document: LemsDocument): LemsSimulation {
  const components = componentsOf(document);
  const simulation = simulated(document, (id, place) => components.find(id, place));
  const asked = askedOf(simulation);
  const place = placeOf(simulation.element);
  const target = components.find(needed(simulation.element, "target"), place);
  const dt = siValue(document, simulation, "step") * 1000;
  const length = siValue(document, simulation, "length") * 1000;
  const paths = [...asked.lines, ...asked.files.flatMap(({ columns }) => columns)];
  const apart = new Set(paths.flatMap((path) => path.split(/[/:]/)));
  const recordedPorts = asked.events.flatMap(({ selections }) => selections);
  const watched = new Map<Members, Map<string, string>>();
  const { isEuler, losses: methodLosses } = methodOf(document, simulation);
  const losses: Loss[] = [...methodLosses];
  const shownPaths = new Set<string>();
  const watch = (places: Places): typeof watched => {
    const watching = { asked, watched };
    for (const { columns } of asked.files) {
      for (const path of columns) watchOf(places, path, watching);
    }
    for (const path of asked.lines) {
      if (tryWatch(places, path, { watching, losses })) shownPaths.add(path);
    }
    return watched;
  };
  const made = networkOf({
    document,
    components,
    target,
    dt: tidy(dt),
    length,
    isEuler,
    apart,
    recordedPorts,
    watch,
  });
  const column = (path: string): DataColumn => columnOf(made, path, { document, asked, watched });
  const dataFiles = asked.files.map(({ fileName, columns }) => ({
    fileName,
    columns: columns.map(column),
  }));
  const eventFiles = asked.events.map(({ fileName, format, selections }) => ({
    fileName,
    format,
    selections: selections.map(({ id, path }) => ({ id, ...instanceOf(made, path, asked) })),
  }));
  // The result also has a state variable under its own name.
  const states: DataColumn[] = [];
  for (const path of [...asked.files.flatMap(({ columns }) => columns), ...shownPaths]) {
    const { variable, members, neuron } = variableAt(made, path, asked);
    const { name, role } = variable;
    const isHeld = role === "state" && watched.get(members)?.has(name) === true;
    if (isHeld)
      states.push({ population: members.name, neuron, variable: name, factor: 1, lag: 0 });
  }
  const columns = [...dataFiles.flatMap((each) => each.columns), ...[...shownPaths].map(column)];
  const shown = [...states, ...columns];
  const record = recordersOf(made, {
    shown,
    spikes: eventFiles.flatMap((file) => file.selections),
  });
  const seed = Number(simulation.element.attributes.get("seed") ?? "0");
  const lag = Math.max(0, ...made.lags.values());
  const network = {
    ...made.network,
    name: simulation.id,
    // One more step, because samples are taken at the start of a step.
    duration: `${tidy(length + (1 + lag) * dt)} ms`,
    ...(Number.isInteger(seed) && seed > 0 && { seed }),
    record,
  };
  return { network, dataFiles, eventFiles, lag, losses: [...losses, ...made.losses] };
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function simulated(
  document: LemsDocument,
  find: (id: string, place: string) => Component,
): Component {
  const { target } = document;
  if (target !== undefined) {
    const component = find(needed(target, "component"), placeOf(target));
    if (component.element.attributes.has("target")) return component;
  }
  throw LEMS_SHAPE({
    place: document.file,
    message: "The file does not state what to simulate.",
    expected: '<Target component="..."/> that names a Simulation',
    got: target === undefined ? "no Target" : "a target that simulates nothing",
  });
}

function askedOf(simulation: Component): Asked {
  const inside = (type: string) =>
    simulation.children.flatMap(({ component }) =>
      isOfType(component.type, type) ? [component] : [],
    );
  const elements = (of: Component): readonly XmlElement[] =>
    of.children.map(({ component }) => component.element);
  const places = new Map<string, string>();
  const path = (element: XmlElement, attribute: string): string => {
    const text = needed(element, attribute);
    if (!places.has(text)) places.set(text, placeOf(element));
    return text;
  };
  return {
    places,
    lines: inside("Display")
      .flatMap(elements)
      .map((line) => path(line, "quantity")),
    files: inside("OutputFile").map((file) => ({
      fileName: fileNameOf(file.element),
      columns: elements(file).map((each) => path(each, "quantity")),
    })),
    events: inside("EventOutputFile").map((file) => ({
      fileName: fileNameOf(file.element),
      format: file.element.attributes.get("format") === "TIME_ID" ? "TIME_ID" : "ID_TIME",
      selections: elements(file).map((each) => ({
        id: each.attributes.get("id") ?? "",
        path: path(each, "select"),
        port: needed(each, "eventPort"),
      })),
    })),
  };
}

function fileNameOf({ attributes }: XmlElement): string {
  const [path, name] = [attributes.get("path"), attributes.get("fileName") ?? "output.dat"];
  return path === undefined || path === "" ? name : `${path.replace(/\/+$/, "")}/${name}`;
}

/** Split a path after its population. */
function walk(made: Places, path: string): { node: LemsNode; rest: string[] } | undefined {
  const { isInstance, isSurrounding, isApart } = made.anatomy;
  const rest = path.split("/").filter((part) => part !== "");
  let node: LemsNode = made.tree;
  while (rest.length > 0 && !isInstance(node.component)) {
    const [part = ""] = rest;
    const found = childAt(node, part) ?? (part === node.component.id ? node : undefined);
    if (isSurrounding(node.component)) {
      const isOwn =
        found === undefined ||
        (!node.array.includes(found) && !isApart(node.component, found.component));
      if (isOwn && found !== node) return { node, rest };
    }
    if (found === undefined) return undefined;
    node = found;
    rest.shift();
  }
  // A population, or a position in it, stands for its single instance.
  if (!isInstance(node.component) && !isSurrounding(node.component)) {
    const inside = membersAt(node);
    const direct = [...node.lists.values()].flat().filter((each) => isInstance(each.component));
    const only = direct.length === 1 ? direct[0] : inside.length === 1 ? inside[0] : undefined;
    if (only === undefined) return undefined;
    node = only;
  }
  return { node, rest };
}

function instanceOf(
  made: LemsNetwork,
  path: string,
  { places }: Asked,
): { readonly population: string; readonly neuron: number; readonly lag: number } {
  const found = walk(made, path);
  if (found === undefined) {
    throw LEMS_NAME({ place: places.get(path) ?? "", what: "instance", name: path });
  }
  const [members, neuron] = made.indexOf(found.node);
  return { population: members.name, neuron, lag: made.lags.get(members) ?? 0 };
}

/** Record displayed variables: unresolved ones are only reported, because no output depends on them. */
function tryWatch(
  made: Places,
  path: string,
  { watching, losses }: { readonly watching: Watching; readonly losses: Loss[] },
): boolean {
  try {
    watchOf(made, path, watching);
    return true;
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError && fault.code === "SL_LEMS_NAME")) throw fault;
    const message = `"${path}" is only displayed and cannot be recorded: ${fault.message}`;
    losses.push({ code: "display", place: watching.asked.places.get(path) ?? "", message });
    return false;
  }
}

interface Watching {
  readonly asked: Asked;
  readonly watched: Map<Members, Map<string, string>>;
}

/** Name a derived variable that is recorded with its value during the update. */
function watchOf(made: Places, path: string, watching: Watching): void {
  const { members, variable, flat, node, local } = variableAt(made, path, watching.asked);
  if (variable.role !== "derived" && !isOfRegimes(node, local) && !isOfScheme(node, local)) return;
  const own = watching.watched.get(members) ?? new Map<string, string>();
  watching.watched.set(members, own);
  if (!own.has(variable.name)) own.set(variable.name, freeName(flat, `${variable.name}_seen`));
}

/** Resolve the path of a variable in a simulation. */
function variableAt(
  made: Places,
  path: string,
  { places }: Asked,
): {
  readonly members: Members;
  readonly neuron: number;
  readonly flat: Flat;
  readonly node: LemsNode;
  readonly variable: FlatVariable;
  readonly local: string;
} {
  const missing = (known: readonly string[] = []): Error =>
    LEMS_NAME({ place: places.get(path) ?? "", what: "quantity", name: path, known });
  const found = walk(made, path);
  if (found === undefined) throw missing();
  const [members, neuron] = made.indexOf(found.node);
  const prototype = made.prototypes.get(members);
  if (prototype === undefined) throw missing();
  const local = found.rest.pop() ?? "";
  let node: LemsNode | undefined = prototype.flat.root;
  for (const part of found.rest) node = node === undefined ? undefined : childAt(node, part);
  if (node === undefined) throw missing();
  const { flat } = prototype;
  const name = flat.exposures.get(node)?.get(local) ?? flat.names.get(node)?.get(local);
  const variable = name === undefined ? undefined : flat.variables.get(name);
  if (name === undefined || variable === undefined) {
    const around = path.slice(0, path.length - local.length);
    throw missing([...(flat.names.get(node)?.keys() ?? [])].map((known) => `${around}${known}`));
  }
  return { members, neuron, flat, node, variable, local };
}

function columnOf(
  made: LemsNetwork,
  path: string,
  { document, asked, watched }: Omit<Watching, "losses"> & { readonly document: LemsDocument },
): DataColumn {
  const { members, neuron, flat, node, variable, local } = variableAt(made, path, asked);
  const population = members.name;
  const lag = made.lags.get(members) ?? 0;
  if (variable.role === "parameter") {
    // Instances of a population may be of components that differ only in parameters.
    const own = node === flat.root ? members.nodes[neuron]?.component : undefined;
    const given = own && givenValue(document, own, local);
    const constant = (given ?? variable.value)?.si ?? 0;
    return { population, neuron, variable: variable.name, lag, factor: 1, constant };
  }
  const name = watched.get(members)?.get(variable.name) ?? variable.name;
  const factor = siFactor(unitText(variable.dimension));
  return { population, neuron, variable: name, lag, factor };
}

/**
 * Whether a state variable only has dynamics in regimes.
 *
 * jLEMS updates a component's exposures after events arrive and before its regime is updated.
 */
function isOfRegimes({ component }: LemsNode, exposure: string): boolean {
  const { dynamics } = component.type;
  const state = stateExposed(component, exposure);
  const moves = (element: XmlElement): boolean =>
    element.attributes.get("variable") === state?.attributes.get("name") ||
    element.children.some(moves);
  const isRate = (element: XmlElement): boolean => element.name === "TimeDerivative";
  if (state === undefined || dynamics.some((each) => isRate(each) && moves(each))) return false;
  return dynamics.some(({ name, children }) => name === "Regime" && children.some(moves));
}

/** Whether a kinetic scheme of an outer node updates a state variable, after jLEMS has updated the node's exposures. */
function isOfScheme({ component, parent, list }: LemsNode, exposure: string): boolean {
  const state = stateExposed(component, exposure)?.attributes.get("name");
  return (parent?.component.type.dynamics ?? []).some(
    ({ name, attributes }) =>
      name === "KineticScheme" &&
      attributes.get("nodes") === list &&
      attributes.get("stateVariable") === state,
  );
}

function stateExposed({ type }: Component, exposure: string): XmlElement | undefined {
  return type.dynamics.find(
    ({ name, attributes }) => name === "StateVariable" && attributes.get("exposure") === exposure,
  );
}

function recordersOf(
  made: LemsNetwork,
  {
    shown,
    spikes,
  }: {
    shown: readonly DataColumn[];
    spikes: readonly { readonly population: string; readonly neuron: number }[];
  },
): readonly RecorderRecord[] {
  const wanted = new Map<string, Map<string, Set<number>>>();
  const want = (population: string, variable: string, neuron: number): void => {
    const variables = wanted.get(population) ?? new Map<string, Set<number>>();
    wanted.set(population, variables);
    variables.set(variable, (variables.get(variable) ?? new Set()).add(neuron));
  };
  for (const { population, variable, neuron, constant } of shown) {
    if (constant === undefined) want(population, variable, neuron);
  }
  for (const { population, neuron } of spikes) want(population, "spikes", neuron);
  for (const [name, { model }] of Object.entries(made.network.populations)) {
    const record = typeof model === "string" ? made.network.models?.[model] : undefined;
    if (record?.kind === "neuron" && record.spike !== undefined) want(name, "spikes", -1);
  }
  return [...wanted].flatMap(([population, variables]) =>
    [...variables].map(([variable, neurons]): RecorderRecord => {
      const indices = [...neurons].filter((k) => k >= 0).sort((a, b) => a - b);
      // All spikes are recorded for the result; few spikes need little memory.
      const some = variable === "spikes" ? {} : { neurons: { indices } };
      return { population, variables: [variable], ...some };
    }),
  );
}
