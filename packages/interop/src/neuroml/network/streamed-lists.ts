import type { StreamedElement } from "../../xml/read-xml.ts";
import { placeOf, type XmlElement } from "../../xml/xml-element.ts";
import { NML_REFERENCE, NML_UNSUPPORTED } from "../errors.ts";
import { type GrowingList, growingList } from "../growing.ts";
import { unreadChildren } from "../known-children.ts";
import { plainNumber, quantityNumber } from "../quantities.ts";
import { attributeOf } from "../rows.ts";
import { neuronId } from "./neuron-path.ts";

/** Connections of one projection with the same components. */
export interface ConnectionList {
  /** Interleaved source and target numbers, as in the file. */
  readonly pairs: GrowingList<Uint32Array>;
  readonly weights: GrowingList<Float64Array>;
  /** In ms. */
  readonly delays: GrowingList<Float64Array>;
  /** Component ids, if each connection names its own. */
  readonly components: readonly string[];
}

/** Targets of one input list or explicit input. */
export interface TargetList {
  readonly targets: GrowingList<Uint32Array>;
  readonly weights: GrowingList<Float64Array>;
}

/** Positions of a population, or ids only. */
export interface InstanceList {
  readonly ids: GrowingList<Uint32Array>;
  /** Interleaved x, y and z, for every id or none. */
  readonly positions: GrowingList<Float64Array>;
}

/** Elements read one by one and stored as numbers, by their parent. */
export interface StreamedLists {
  readonly streamed: ReadonlyMap<string, StreamedElement>;
  connections(projection: XmlElement): readonly ConnectionList[];
  targets(inputList: XmlElement): TargetList | undefined;
  instances(population: XmlElement): InstanceList | undefined;
  /** In ms, in file order. */
  times(spikes: XmlElement): Float64Array;
  /** Unsupported children of elements read one by one, each with its parent. */
  unread(): readonly (readonly [child: XmlElement, within: XmlElement])[];
}

/** Collect connections, inputs, instances and spikes while a file is read. */
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

/** Maximum number of reported children; a file may have one in each of a million connections. */
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

/** Endpoint attributes of each kind of connection. */
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

/** Maximum number of cached quantities. */
const mostKnown = 65_536;

/** Reads quantities, with a cache for those that take long to parse. */
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

/** Current element, its parent, and the quantity reader. */
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
    const [what, expected] = ["The id of an instance is not a number", "an integer of at least 0"];
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

/** Refuse components attached to segments other than the first, because cells have one compartment here. */
function refuseSegments(element: XmlElement): void {
  for (const attribute of segments) {
    const segment = element.attributes.get(attribute) ?? "0";
    if (segment === "0") continue;
    const what = `Segment ${segment} of a cell`;
    const reason = "only cells with a single compartment, segment 0, are supported";
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
