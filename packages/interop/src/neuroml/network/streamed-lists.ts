import type { StreamedElement } from "../../xml/read-xml.ts";
import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { NML_REFERENCE, NML_UNSUPPORTED } from "../errors.ts";
import { type GrowingList, growingList } from "../growing.ts";
import { unreadChildren } from "../known-children.ts";
import { plainNumber, quantityNumber } from "../quantities.ts";
import { attributeOf } from "../rows.ts";
import { neuronId } from "./neuron-path.ts";

/** Connections of one projection that have the same components. */
export interface ConnectionList {
  /** Source and target of each, one after the other, as the file numbers them. */
  readonly pairs: GrowingList<Uint32Array>;
  readonly weights: GrowingList<Float64Array>;
  /** In ms. */
  readonly delays: GrowingList<Float64Array>;
  /** Ids of components, where each connection names its own. */
  readonly components: readonly string[];
}

/** Targets of one list of inputs, or of one explicit input. */
export interface TargetList {
  readonly targets: GrowingList<Uint32Array>;
  readonly weights: GrowingList<Float64Array>;
}

/** Positions of a population, or ids alone. */
export interface InstanceList {
  readonly ids: GrowingList<Uint32Array>;
  /** x, y and z of each, one after the other; as many as there are ids, or none. */
  readonly positions: GrowingList<Float64Array>;
}

/** What is read one by one and kept as numbers, by the element around it. */
export interface StreamedLists {
  readonly streamed: ReadonlyMap<string, StreamedElement>;
  connections(projection: XmlElement): readonly ConnectionList[];
  targets(inputList: XmlElement): TargetList | undefined;
  instances(population: XmlElement): InstanceList | undefined;
  /** In ms, in the order of the file. */
  times(spikes: XmlElement): Float64Array;
  /** Children that are not read of those that are taken one by one, each with the element around it. */
  unread(): readonly (readonly [child: XmlElement, within: XmlElement])[];
}

/** Take connections, inputs, instances and spikes as a file is read. */
export function streamedLists(): StreamedLists {
  const connections = new Map<XmlElement, Map<string, ConnectionList>>();
  const targets = new Map<XmlElement, TargetList>();
  const instances = new Map<XmlElement, InstanceList>();
  const times = new Map<XmlElement, GrowingList<Float64Array>>();
  const quantity = quantities();
  const connection = connectionReader(connections, quantity);
  const streamed = new Map<string, StreamedElement>();
  for (const [name, ends] of Object.entries(connectionEnds)) {
    streamed.set(name, (element, around) => connection(element, around, ends));
  }
  const input: StreamedElement = (element, around) =>
    addTarget(targets, { element, around, quantity });
  streamed.set("input", input).set("inputW", input);
  streamed.set("instance", (element, around) =>
    addInstance(instances, { element, around, quantity }),
  );
  streamed.set("spike", (element, around) => {
    const list = madeFor(times, around, () => growingList(Float64Array));
    list.push(quantity(attributeOf(element, "time"), "ms", element));
  });
  const unread: (readonly [XmlElement, XmlElement])[] = [];
  for (const [name, take] of streamed) {
    streamed.set(name, (element, around) => {
      take(element, around);
      // Nearly all have none.
      if (element.children.length === 0 || unread.length > mostUnread) return;
      for (const part of [element, ...element.children]) {
        for (const child of unreadChildren(part)) unread.push([child, part]);
      }
    });
  }
  return {
    streamed,
    unread: () => unread,
    connections: (projection) => [...(connections.get(projection)?.values() ?? [])],
    targets: (inputList) => targets.get(inputList),
    instances: (population) => instances.get(population),
    times: (spikes) => times.get(spikes)?.numbers() ?? new Float64Array(),
  };
}

/** Children that are told to be unread; a file may have one in each of a million connections. */
const mostUnread = 1000;

interface Ends {
  readonly pre: string;
  readonly post: string;
  /** Attributes that name components of the connection itself. */
  readonly components: readonly string[];
}

const chemical: Ends = { pre: "preCellId", post: "postCellId", components: [] };
const electrical: Ends = { pre: "preCell", post: "postCell", components: ["synapse"] };
const continuous: Ends = {
  pre: "preCell",
  post: "postCell",
  components: ["preComponent", "postComponent"],
};

/** How each kind of connection names its ends. */
const connectionEnds: Readonly<Record<string, Ends>> = {
  connection: chemical,
  connectionWD: chemical,
  electricalConnection: electrical,
  electricalConnectionInstance: electrical,
  electricalConnectionInstanceW: electrical,
  continuousConnection: continuous,
  continuousConnectionInstance: continuous,
  continuousConnectionInstanceW: continuous,
};

type Quantity = (text: string, like: string, element: XmlElement) => number;

/** Quantities that are remembered. */
const mostKnown = 65_536;

/** Reads quantities; those that take long come again and again. */
function quantities(): Quantity {
  const known = new Map<string, number>();
  return (text, like, element) => {
    const plain = plainNumber(text, like);
    if (plain !== undefined) return plain;
    const key = `${like} ${text}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const value = quantityNumber(text, like, placeOf(element));
    if (known.size < mostKnown) known.set(key, value);
    return value;
  };
}

function connectionReader(
  lists: Map<XmlElement, Map<string, ConnectionList>>,
  quantity: Quantity,
): (element: XmlElement, around: XmlElement, ends: Ends) => void {
  return (element, around, { pre, post, components }) => {
    const named = components.length === 0 ? components : namesIn(element, components);
    const byComponents = madeFor(lists, around, () => new Map<string, ConnectionList>());
    const list = madeFor(byComponents, named.join(" "), () => ({
      pairs: growingList(Uint32Array),
      weights: growingList(Float64Array),
      delays: growingList(Float64Array),
      components: named,
    }));
    const { attributes } = element;
    refuseSegments(element);
    const from = around.attributes.get("presynapticPopulation") ?? "";
    const to = around.attributes.get("postsynapticPopulation") ?? "";
    list.pairs.push(neuronId(attributeOf(element, pre), from, { element, attribute: pre }));
    list.pairs.push(neuronId(attributeOf(element, post), to, { element, attribute: post }));
    const weight = attributes.get("weight");
    const delay = attributes.get("delay");
    list.weights.push(weight === undefined ? 1 : quantity(weight, "1", element));
    list.delays.push(delay === undefined ? 0 : quantity(delay, "ms", element));
  };
}

function namesIn(element: XmlElement, attributes: readonly string[]): readonly string[] {
  return attributes.map((attribute) => attributeOf(element, attribute));
}

/** The element that is read, the one around it, and what reads its quantities. */
interface Streamed {
  readonly element: XmlElement;
  readonly around: XmlElement;
  readonly quantity: Quantity;
}

function addTarget(
  lists: Map<XmlElement, TargetList>,
  { element, around, quantity }: Streamed,
): void {
  const list = madeFor(lists, around, () => ({
    targets: growingList(Uint32Array),
    weights: growingList(Float64Array),
  }));
  refuseSegments(element);
  const population = around.attributes.get("population") ?? "";
  const at = { element, attribute: "target" };
  list.targets.push(neuronId(attributeOf(element, "target"), population, at));
  const weight = element.attributes.get("weight");
  list.weights.push(weight === undefined ? 1 : quantity(weight, "1", element));
}

function addInstance(
  lists: Map<XmlElement, InstanceList>,
  { element, around, quantity }: Streamed,
): void {
  const list = madeFor(lists, around, () => ({
    ids: growingList(Uint32Array),
    positions: growingList(Float64Array),
  }));
  const id = quantity(attributeOf(element, "id"), "1", element);
  if (!(Number.isInteger(id) && id >= 0 && id < 2 ** 32)) {
    const [what, expected] = ["The id of an instance is no number", "a whole number from 0 on"];
    throw NML_REFERENCE({ place: `${placeOf(element)}: id`, what, expected, got: String(id) });
  }
  list.ids.push(id);
  const location = element.children.find(({ name }) => name === "location");
  if (location === undefined) return;
  for (const axis of ["x", "y", "z"]) {
    list.positions.push(quantity(attributeOf(location, axis), "1", location));
  }
}

const segments = ["preSegmentId", "postSegmentId", "preSegment", "postSegment", "segmentId"];

/** Refuse what is attached to another segment than the first: cells have one compartment here. */
function refuseSegments(element: XmlElement): void {
  for (const attribute of segments) {
    const segment = element.attributes.get(attribute) ?? "0";
    if (segment === "0") continue;
    const what = `Segment ${segment} of a cell`;
    const reason = "cells are read as one compartment, which has segment 0 alone";
    throw NML_UNSUPPORTED({ place: `${placeOf(element)}: ${attribute}`, what, reason });
  }
}

function madeFor<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
