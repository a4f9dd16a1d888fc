import type { ProjectionRecord, ReadRecord, SynapseRecord } from "@spikeloom/kernel";
import { placeOf } from "../xml/xml-element.ts";
import { readBlocks, readRates, readRegimes } from "./actions.ts";
import { LEMS_NAME, LEMS_UNSUPPORTED } from "./errors.ts";
import { type Flat, flatten } from "./flat.ts";
import { parameterOf, stateOf } from "./neuron.ts";
import { type LemsNode, treeOf } from "./node.ts";
import type { Members, TunnelEnd } from "./populations.ts";
import type { Prototype, PrototypeRequest } from "./prototype.ts";
import { unitText } from "./quantity.ts";
import { readStarts } from "./start.ts";
import { asText } from "./steps.ts";
import { binary, name, number, select } from "./tree.ts";
import { siValue } from "./value.ts";

/** Inputs for creating couplings. */
export interface CouplingRequest extends Pick<PrototypeRequest, "document" | "components"> {
  readonly prototypes: ReadonlyMap<Members, Prototype>;
  readonly indexOf: (node: LemsNode) => readonly [Members, number];
}

/** Synapse models by name, and the projections that use them. */
export interface Couplings {
  readonly models: Readonly<Record<string, SynapseRecord>>;
  readonly projections: readonly ProjectionRecord[];
}

/** List the selections, such as `synapses[*]/i`, of the instance types from their sets. */
export function selectionsOf(members: Members, set: string): readonly string[] {
  return members.component.type.dynamics.flatMap(({ attributes }) => {
    const select = attributes.get("select");
    return select?.startsWith(`${set}[*]/`) === true ? [select] : [];
  });
}

/** Create the projections of all components attached in pairs. */
export function couplingsOf(ends: readonly TunnelEnd[], request: CouplingRequest): Couplings {
  const models: Record<string, SynapseRecord> = {};
  const groups = new Map<string, { ends: TunnelEnd[]; model: string }>();
  for (const end of ends) {
    const [pre] = request.indexOf(end.pre);
    const [post] = request.indexOf(end.post);
    const model = `${end.component.id}-${pre.name}-${post.name}`
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-");
    const group = groups.get(model) ?? { ends: [], model };
    groups.set(model, group);
    group.ends.push(end);
  }
  const projections: ProjectionRecord[] = [];
  for (const { ends: alike, model } of groups.values()) {
    const [first] = alike;
    if (first === undefined) continue;
    models[model] = synapseOf(first, { name: model, ...request });
    projections.push(projectionOf(alike, model, request));
  }
  return { models, projections };
}

function projectionOf(
  ends: readonly TunnelEnd[],
  model: string,
  { indexOf }: CouplingRequest,
): ProjectionRecord {
  const pairs = ends.map(({ pre, post }) => [indexOf(pre)[1], indexOf(post)[1]]);
  const weights = ends.map(({ link }) => link.properties.get("weight") ?? 1);
  const [first] = ends;
  return {
    from: first === undefined ? "" : indexOf(first.pre)[0].name,
    to: first === undefined ? "" : indexOf(first.post)[0].name,
    connector: { kind: "pairs", pairs },
    weight: weights.every((each) => each === weights[0]) ? (weights[0] ?? 1) : weights,
    synapse: model,
  };
}

type SynapseRequest = CouplingRequest & { readonly name: string };

/** Create the model of one end, which reads variables of both instances. */
function synapseOf(end: TunnelEnd, request: SynapseRequest): SynapseRecord {
  const { component, set, peer } = end;
  const [pre, post] = [end.pre, end.post].map((node) =>
    request.prototypes.get(request.indexOf(node)[0]),
  );
  if (pre === undefined || post === undefined) throw new Error("Both ends are in populations.");
  const growth = {
    components: request.components,
    isLeaf: () => false,
    valueOf: (each: typeof component, text: string) => siValue(request.document, each, text),
  };
  const node = treeOf(component, growth, { parent: post.flat.root, list: set });
  const other = treeOf(component, growth, { parent: pre.flat.root, list: peer });
  node.lists.set(peer, [other]);
  const reads = new Map<string, ReadRecord>();
  const outside = (of: Flat, side: "pre" | "post", local: string): string | undefined => {
    const name = of.exposures.get(of.root)?.get(local) ?? of.names.get(of.root)?.get(local);
    const variable = name === undefined ? undefined : of.variables.get(name);
    if (name === undefined || variable === undefined || variable.role === "parameter") {
      return undefined;
    }
    const own = `${local}_${side}`;
    reads.set(own, { of: side, variable: name, unit: unitText(variable.dimension) });
    return own;
  };
  const flat = flatten(request.document, node, {
    outside: (at, local) => {
      if (at === post.flat.root) return outside(post.flat, "post", local);
      return at === pre.flat.root || at === other ? outside(pre.flat, "pre", local) : undefined;
    },
    skip: other,
  });
  readRates({ flat, links: [] });
  readConditions(flat, component.type.name);
  readStarts(flat);
  return recordOf(flat, { end, request, reads });
}

/** Conditions that set state variables: their effect applies from the step at whose start they hold. */
function readConditions(flat: Flat, type: string): void {
  const request = { flat, links: [] };
  const refused = (what: string, instead: string): Error =>
    LEMS_UNSUPPORTED({
      place: placeOf(flat.root.component.element),
      what: `a ${type} with ${what} between two neurons`,
      instead,
    });
  if (readRegimes(request).length > 0) throw refused("regimes", "conditions");
  for (const { test, actions } of readBlocks(request)) {
    for (const action of actions) {
      if (action.kind !== "assign") throw refused("events", "assignments");
      const variable = flat.variables.get(action.variable);
      if (variable === undefined) continue;
      const way = binary("subtract", action.value, name(action.variable));
      const rate = variable.rate ?? binary("divide", number(0), name("dt"));
      variable.rate = select(test, binary("divide", way, name("dt")), rate);
    }
  }
}

function recordOf(
  flat: Flat,
  {
    end,
    request,
    reads,
  }: { end: TunnelEnd; request: SynapseRequest; reads: ReadonlyMap<string, ReadRecord> },
): SynapseRecord {
  const [members] = request.indexOf(end.post);
  const target = request.prototypes.get(members)?.flat;
  const coupling = selectionsOf(members, end.set).map((select) => {
    const exposure = select.slice(select.lastIndexOf("/") + 1);
    const value = flat.exposures.get(flat.root)?.get(exposure);
    const into = [...(target?.variables.values() ?? [])].find(
      ({ role, about }) => role === "input" && about === select,
    );
    if (value === undefined || into === undefined) {
      const place = placeOf(flat.root.component.element);
      throw LEMS_NAME({ place, what: "exposure", name: exposure });
    }
    return { into: into.name, value, unit: unitText(into.dimension) };
  });
  const weight = flat.names.get(flat.root)?.get("weight");
  const variables = [...flat.variables.values()].filter(({ name }) => name !== weight);
  const text = (e: Parameters<typeof asText>[0]): string => {
    const written = asText(e);
    return weight === undefined
      ? written
      : written.replaceAll(new RegExp(`\\b${weight}\\b`, "g"), "weight");
  };
  const of = (role: string) => variables.filter((each) => each.role === role);
  const about = `a ${end.component.type.name} of LEMS`;
  return {
    kind: "synapse",
    contract: 1,
    name: request.name,
    about,
    weightUnit: "1",
    parameters: Object.fromEntries(of("parameter").map((each) => [each.name, parameterOf(each)])),
    ...(reads.size > 0 && { reads: Object.fromEntries(reads) }),
    state: Object.fromEntries(of("state").map((each) => [each.name, stateOf(each)])),
    expressions: Object.fromEntries(
      of("derived").map(({ name, dimension, about: path, expression }) => {
        const value = expression === undefined ? "0" : text(expression);
        return [name, { value, unit: unitText(dimension), about: path }];
      }),
    ),
    dynamics: Object.fromEntries(
      of("state").flatMap(({ name, rate }) =>
        rate === undefined ? [] : [[name, { derivative: text(rate), when: "step" as const }]],
      ),
    ),
    coupling,
  };
}
