import type { ByteSource } from "@spikeloom/kernel";
import { type Hdf5Form, openForm } from "../neuroml/hdf5-form.ts";
import type { Hdf5Include } from "../xml/included-files.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { LEMS_UNSUPPORTED } from "./errors.ts";

/** Maximum number of connections, inputs and positions of a network, each of which becomes an element. */
const most = { elements: 300_000 };

/** Read NeuroML's HDF5 form as equivalent XML elements. */
export async function hdf5Network(source: ByteSource): Promise<Hdf5Include> {
  const form = await openForm(source);
  const children = childrenOf(form);
  const network: XmlElement = { ...form.network, children };
  return {
    text: form.components,
    root: { ...form.network, name: "neuroml", attributes: new Map(), children: [network] },
  };
}

function childrenOf({ network, lists }: Hdf5Form): readonly XmlElement[] {
  const components = new Map<string, string>();
  for (const { name, attributes } of network.children) {
    if (name !== "population" || !attributes.has("component")) continue;
    components.set(attributes.get("id") ?? "", attributes.get("component") ?? "");
  }
  const listed = new Set(
    network.children.flatMap((child) =>
      child.name === "population" && lists.instances(child) !== undefined
        ? [child.attributes.get("id") ?? ""]
        : [],
    ),
  );
  let count = 0;
  const hold = (more: number, place: string): void => {
    count += more;
    if (count <= most.elements) return;
    throw LEMS_UNSUPPORTED({
      place,
      what: `more than ${most.elements} connections, inputs and positions of a network in HDF5`,
      instead: "the .nml.h5 file directly, without the simulation that includes it",
    });
  };
  const paths: Paths = {
    hold,
    to: (population, id) =>
      listed.has(population)
        ? `../${population}/${id}/${components.get(population)}`
        : `../${population}[${id}]`,
  };
  return network.children.map((child) => {
    const write = Object.hasOwn(writers, child.name) ? writers[child.name] : undefined;
    return write === undefined ? child : write(child, lists, paths);
  });
}

interface Paths {
  /** Count elements and refuse too many. */
  hold(count: number, place: string): void;
  /** Path of a neuron in a population. */
  to(population: string, id: number): string;
}

type Writer = (element: XmlElement, lists: Hdf5Form["lists"], paths: Paths) => XmlElement;

const writers: Readonly<Record<string, Writer>> = {
  population: writePopulation,
  projection: (element, lists, paths) => {
    return writeConnections(element, lists, {
      ...paths,
      name: "connectionWD",
      ends: ["preCellId", "postCellId"],
    });
  },
  electricalProjection: (element, lists, paths) => {
    const name = "electricalConnectionInstanceW";
    return writeConnections(element, lists, { ...paths, name, ends: ["preCell", "postCell"] });
  },
  continuousProjection: (element, lists, paths) => {
    const name = "continuousConnectionInstanceW";
    return writeConnections(element, lists, { ...paths, name, ends: ["preCell", "postCell"] });
  },
  inputList: writeInputs,
};

function writePopulation(
  element: XmlElement,
  lists: Hdf5Form["lists"],
  { hold }: Paths,
): XmlElement {
  const instances = lists.instances(element);
  if (instances === undefined) return element;
  hold(instances.ids.length, element.file);
  const children = [...instances.ids.numbers()].map((id) =>
    child(element, "instance", { id: String(id) }),
  );
  const attributes = new Map(element.attributes).set("type", "populationList");
  return { ...element, attributes, children };
}

/** Element name of a connection kind, and its endpoints. */
interface Connecting extends Paths {
  readonly name: string;
  readonly ends: readonly [pre: string, post: string];
}

function writeConnections(
  element: XmlElement,
  lists: Hdf5Form["lists"],
  { name, ends: [pre, post], hold, to }: Connecting,
): XmlElement {
  const { attributes } = element;
  const [from, onto] = ["presynapticPopulation", "postsynapticPopulation"].map(
    (end) => attributes.get(end) ?? "",
  ) as [string, string];
  const named = ["synapse", "preComponent", "postComponent"].flatMap((key) => {
    const id = attributes.get(key);
    return id === undefined || element.name === "projection" ? [] : [[key, id] as const];
  });
  const children = lists.connections(element).flatMap(({ pairs, weights, delays }) => {
    hold(weights.length, element.file);
    const [ids, weight, delay] = [pairs.numbers(), weights.numbers(), delays.numbers()];
    return Array.from(weight, (value, k) =>
      child(element, name, {
        id: String(k),
        [pre]: to(from, ids[2 * k] ?? 0),
        [post]: to(onto, ids[2 * k + 1] ?? 0),
        weight: String(value),
        ...(element.name === "projection" && { delay: `${delay[k] ?? 0}ms` }),
        ...Object.fromEntries(named),
      }),
    );
  });
  return { ...element, children };
}

function writeInputs(
  element: XmlElement,
  lists: Hdf5Form["lists"],
  { hold, to }: Paths,
): XmlElement {
  const found = lists.targets(element);
  if (found === undefined) return element;
  hold(found.targets.length, element.file);
  const population = element.attributes.get("population") ?? "";
  const weights = found.weights.numbers();
  const children = Array.from(found.targets.numbers(), (target, k) =>
    child(element, "inputW", {
      id: String(k),
      target: to(population, target),
      destination: "synapses",
      weight: String(weights[k] ?? 1),
    }),
  );
  return { ...element, children };
}

function child(
  { namespace, file }: XmlElement,
  name: string,
  attributes: Readonly<Record<string, string>>,
): XmlElement {
  const place = { file, line: 1, column: 1 };
  return {
    name,
    namespace,
    attributes: new Map(Object.entries(attributes)),
    children: [],
    text: "",
    ...place,
  };
}
