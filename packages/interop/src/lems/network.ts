import type {
  ConventionRecord,
  Loss,
  NetworkRecord,
  NeuronRecord,
  PopulationRecord,
  ProjectionRecord,
} from "@spikeloom/kernel";
import { portOf } from "./actions.ts";
import { type Anatomy, anatomyOf, checkSelections } from "./anatomy.ts";
import type { Component, Components } from "./component.ts";
import { type EventLink, linksOf } from "./connect.ts";
import { couplingsOf, selectionsOf } from "./coupled.ts";
import { delaysIn } from "./delays.ts";
import type { LemsDocument } from "./document.ts";
import { LEMS_UNSUPPORTED } from "./errors.ts";
import type { Misfit } from "./fit-dimensions.ts";
import { isAtOnce, type Lags, lagsOf } from "./lags.ts";
import { neuronOf, type Port } from "./neuron.ts";
import { type LemsNode, treeOf } from "./node.ts";
import { ownParameters } from "./own-parameters.ts";
import { attachedOf, type Members, membersOfTree, tunnelEnds } from "./populations.ts";
import { type Prototype, type PrototypeRequest, portInto, prototypeOf } from "./prototype.ts";
import { slotFinder } from "./slot-finder.ts";
import { siValue } from "./value.ts";

/** Step convention of jLEMS, as far as it is not part of the models. */
const lemsConvention: ConventionRecord = {
  name: "lems",
  // EventManager.advance runs before the step of the tree.
  order: ["arrive", "integrate", "threshold", "reset"],
  spikeStamp: "end",
  threshold: "as-written",
  refractory: { countOffset: 0, blocksWrites: false },
  delay: { least: 0, rounding: "nearest" },
  // `t .geq. time` is tested at the end of each step.
  spikeTimes: { rounding: "up" },
  multiplicity: "count",
  inputHold: "start",
  // Output rows pair a state with variables derived from the previous one; see `data-files.ts`.
  sampleAt: "start",
};

/** Location of a network's instances. */
export interface Places {
  readonly tree: LemsNode;
  readonly prototypes: ReadonlyMap<Members, Prototype>;
  readonly indexOf: (node: LemsNode) => readonly [Members, number];
  readonly anatomy: Anatomy;
}

/** A network created from LEMS, and the location of its instances. */
export interface LemsNetwork extends Places {
  readonly network: NetworkRecord;
  readonly losses: readonly Loss[];
  readonly lags: Lags;
}

/** Results for a simulated component. */
export interface NetworkRequest {
  readonly document: LemsDocument;
  readonly components: Components;
  readonly target: Component;
  /** In ms. */
  readonly dt: number;
  /** Step of the simulation, in ms. */
  readonly length: number;
  /** Whether simultaneous dynamics are also integrated with Euler steps. */
  readonly isEuler: boolean;
  /** Ids of attached components that are observed individually. */
  readonly apart: ReadonlySet<string>;
  /** Ports whose events are written. */
  readonly recordedPorts: readonly { readonly path: string; readonly port: string }[];
  /** Returns the derived variables to record, once all instances are located. */
  readonly watch: (made: Places) => ReadonlyMap<Members, ReadonlyMap<string, string>>;
}

/** Create the network of the component that a simulation runs. */
export function networkOf(request: NetworkRequest): LemsNetwork {
  const { document, components, target } = request;
  const anatomy = anatomyOf(components);
  const { isInstance, isSurrounding, isApart } = anatomy;
  const tree = treeOf(target, {
    components,
    isLeaf: isInstance,
    isOwn: (parent, child) => isSurrounding(parent) && !isApart(parent, child),
    valueOf: (component, text) => siValue(document, component, text),
  });
  const groups = membersOfTree(tree, anatomy);
  const places = new Map<LemsNode, readonly [Members, number]>();
  for (const group of groups) {
    for (const [k, node] of group.nodes.entries()) {
      places.set(node, [group, k]);
      if (isSurrounding(node.component)) checkSelections(node, anatomy);
    }
  }
  const indexOf = (node: LemsNode): readonly [Members, number] => {
    const found = places.get(node);
    if (found !== undefined) return found;
    throw LEMS_UNSUPPORTED({
      place: node.component.element.file,
      what: `a connection with "${node.component.id}", which has no dynamics`,
      instead: "connections of components with dynamics",
    });
  };
  const evaluate = (component: Component, text: string): number =>
    siValue(document, component, text);
  const links = linksOf(tree, { components, isLeaf: isInstance, evaluate });
  const ends = tunnelEnds(links);
  const attached = attachedOf(links, indexOf);
  const prototypes = new Map<Members, Prototype>();
  const ways = new Set(links.flatMap((link) => (link.kind === "event" ? [link.to] : link.ends)));
  const isConnected = (node: LemsNode): boolean => ways.has(node);
  for (const group of groups) {
    const sets = ends.filter(({ post }) => indexOf(post)[0] === group).map(({ set }) => set);
    const couplings = new Set(sets.flatMap((set) => selectionsOf(group, set)));
    const { apart } = request;
    const made: PrototypeRequest = {
      document,
      components,
      couplings,
      apart,
      anatomy,
      isConnected,
    };
    prototypes.set(group, prototypeOf(group, attached.get(group) ?? [], made));
  }
  const events = links.filter((link): link is EventLink => link.kind === "event");
  const tunnels = links.filter((link) => link.kind === "tunnel");
  const losses: Loss[] = [];
  const watched = request.watch({ tree, prototypes, indexOf, anatomy });
  const distinct = new Set(events.map(({ delay }) => delay)).size;
  const delayOf = delaysIn({ dt: request.dt, length: request.length, distinct });
  const stepsOf = (delay: number): number => Math.round(delayOf(delay) / request.dt);
  const order = { groups, indexOf, stepsOf };
  const { lags, late } = lagsOf(events, tunnels, order);
  for (const link of late) {
    const [from, to] = [indexOf(link.from)[0].name, indexOf(link.to)[0].name];
    const message = `Events from "${from}" to "${to}" act one step late: their connections form a cycle.`;
    losses.push({ code: "late", place: link.place, message });
  }
  const delayIn = ({ link, from, to }: Way): number => {
    const later = (lags.get(to[0]) ?? 0) - (lags.get(from[0]) ?? 0);
    const steps = lags.has(to[0]) && isAtOnce(link, order) ? -1 : 0;
    return delayOf(link.delay) + (steps + later) * request.dt;
  };
  const assembly = { prototypes, events, indexOf, watched, lags, delayIn };
  const network = assemble(request, assembly, losses);
  const coupled = couplingsOf(ends, { ...request, prototypes, indexOf });
  return {
    network: {
      ...network,
      models: { ...network.models, ...coupled.models },
      projections: [...(network.projections ?? []), ...coupled.projections],
    },
    tree,
    prototypes,
    indexOf,
    anatomy,
    losses,
    lags,
  };
}

interface Assembly {
  readonly prototypes: ReadonlyMap<Members, Prototype>;
  readonly events: readonly EventLink[];
  readonly indexOf: (node: LemsNode) => readonly [Members, number];
  readonly watched: ReadonlyMap<Members, ReadonlyMap<string, string>>;
  readonly lags: Lags;
  /** In ms. */
  readonly delayIn: (way: Way) => number;
}

/** An event connection with its receptor. */
interface Way {
  readonly link: EventLink;
  readonly from: readonly [Members, number];
  readonly to: readonly [Members, number];
  readonly receptor: string;
  readonly hasWeight: boolean;
}

function assemble(request: NetworkRequest, assembly: Assembly, losses: Loss[]): NetworkRecord {
  const { ports, ways } = storageEstimates(assembly);
  const models: Record<string, NeuronRecord> = {};
  const populations: Record<string, PopulationRecord> = {};
  for (const prototype of assembly.prototypes.values()) {
    const { members, flat, links } = prototype;
    const name = modelName(members, models);
    const sends = sendingPort(members, request, ways) !== undefined;
    const about = `A ${members.component.type.name} of LEMS${members.component.id === "" ? "" : `, "${members.component.id}"`}.`;
    const own = ports.get(members) ?? [];
    const watched = assembly.watched.get(members) ?? new Map();
    const onMisfits = (misfits: readonly Misfit[]): void => {
      for (const { about: path, expected, got } of misfits) {
        const message = `The equation of ${path} should have the dimension ${expected} but has ${got}; it is read as numbers in SI units.`;
        losses.push({ code: "dimension", place: `models.${name}`, message });
      }
    };
    const { isEuler } = request;
    const lag = assembly.lags.get(members) ?? 0;
    const said = { name, about, ports: own, sends, watched, onMisfits, isEuler, lag };
    models[name] = neuronOf({ flat, links, ...said });
    const parameters = { ...ownParameters(prototype), ...parametersOf(prototype) };
    populations[members.name] = {
      model: name,
      size: members.nodes.length,
      ...(Object.keys(parameters).length > 0 && { parameters }),
    };
  }
  return {
    format: "spikeloom-network",
    version: 1,
    dt: `${request.dt} ms`,
    convention: lemsConvention,
    models,
    populations,
    projections: projectionsOf(ways, assembly.delayIn),
  };
}

function modelName({ component, name }: Members, taken: Readonly<Record<string, unknown>>): string {
  const wanted = (component.id || name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  let free = /^[a-z]/.test(wanted) ? wanted : `model-${wanted}`;
  while (Object.hasOwn(taken, free)) free += "-x";
  return free;
}

/** The only port whose events leave the instances of a population. */
function sendingPort(
  members: Members,
  { recordedPorts }: NetworkRequest,
  ways: readonly Way[],
): string | undefined {
  const used = new Set<string>();
  for (const { link, from } of ways) {
    const port = portOf(link.from, link.sourcePort, "out");
    if (from[0] === members && port !== undefined) used.add(port);
  }
  const [node] = members.nodes;
  for (const { port } of recordedPorts) {
    if (members.component.type.members.get("EventPort")?.has(port) === true) used.add(port);
  }
  if (used.size > 1) {
    throw LEMS_UNSUPPORTED({
      place: node?.component.element.file ?? "",
      what: `events of several ports (${[...used].join(", ")}) of one component`,
      instead: "a single port that sends events to others",
    });
  }
  const [only] = used;
  return only ?? (node === undefined ? undefined : portOf(node, undefined, "out"));
}

/** Find the receptors of all event connections, and their ports. */
function storageEstimates({
  prototypes,
  events,
  indexOf,
}: Pick<Assembly, "prototypes" | "events" | "indexOf">): {
  readonly ports: ReadonlyMap<Members, readonly Port[]>;
  readonly ways: readonly Way[];
} {
  const ports = new Map<Members, Port[]>();
  const ways: Way[] = [];
  const finders = new Map([...prototypes].map(([one, own]) => [one, slotFinder(own)] as const));
  for (const link of events) {
    const to = indexOf(link.to);
    const prototype = prototypes.get(to[0]);
    if (prototype === undefined) continue;
    const slot = finders.get(to[0])?.(link, to[1]);
    const node = slot?.node ?? prototype.flat.root;
    const port = portInto(node, link, prototype);
    if (port === undefined) continue;
    const safe = slot === undefined ? "" : `${link.receiver?.id ?? ""}${slot.nth ?? ""}_`;
    const own = ports.get(to[0]) ?? [];
    ports.set(to[0], own);
    const hasWeight = slot?.nth === undefined && slot !== undefined;
    let known = own.find((each) => each.node === node && each.port === port);
    if (known === undefined) {
      let receptor = `${safe}${port}`.replace(/\W/g, "_");
      while (own.some((each) => each.receptor === receptor)) receptor += "_x";
      known = { receptor, node, port, hasWeight };
      own.push(known);
    }
    ways.push({ link, from: indexOf(link.from), to, receptor: known.receptor, hasWeight });
  }
  return { ports, ways };
}

/** Values of attached components that differ between neurons of a population. */
function parametersOf({ members, flat, slots }: Prototype): Record<string, number | number[]> {
  const parameters: Record<string, number | number[]> = {};
  const size = members.nodes.length;
  for (const slot of slots) {
    if (slot.nth === undefined) continue;
    const present = new Array<number>(size).fill(0);
    const properties = new Map<string, number[]>();
    const seen = new Map<number, number>();
    for (const { index, link } of slot.attached.links) {
      const nth = seen.get(index) ?? 0;
      seen.set(index, nth + 1);
      if (nth !== slot.nth) continue;
      present[index] = 1;
      for (const [property, value] of link.properties) {
        const name = flat.names.get(slot.node)?.get(property);
        if (name === undefined) continue;
        const values = properties.get(name) ?? new Array<number>(size).fill(1);
        properties.set(name, values);
        values[index] = value;
      }
    }
    if (slot.presence !== undefined) parameters[slot.presence] = present;
    for (const [name, values] of properties) parameters[name] = oneOrAll(values);
  }
  return parameters;
}

function oneOrAll(values: number[]): number | number[] {
  return values.every((value) => value === values[0]) ? (values[0] ?? 1) : values;
}

function projectionsOf(
  ways: readonly Way[],
  delayIn: Assembly["delayIn"],
): readonly ProjectionRecord[] {
  const groups = Map.groupBy(ways, ({ from, to, receptor }) => {
    return `${from[0].name}>${to[0].name}>${receptor}`;
  });
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) return [];
    const weights = alike.map(({ link, hasWeight }) =>
      hasWeight ? (link.properties.get("weight") ?? 1) : 1,
    );
    const delays = alike.map(delayIn);
    return [
      {
        from: first.from[0].name,
        to: first.to[0].name,
        receptor: first.receptor,
        connector: { kind: "pairs", pairs: alike.map(({ from, to }) => [from[1], to[1]]) },
        weight: oneOrAll(weights),
        delay: delaysOf(delays),
      },
    ];
  });
}

function delaysOf(delays: readonly number[]): string | string[] {
  const texts = delays.map((delay) => `${Number(delay.toFixed(9))} ms`);
  return texts.every((text) => text === texts[0]) ? (texts[0] ?? "0 ms") : texts;
}
