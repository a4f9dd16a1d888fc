import type { Column } from "../../session/session.ts";
import {
  checkGroup,
  checkKind,
  checkOptions,
  checkText,
  type OptionNames,
} from "../check-arguments.ts";
import type { Connected, Connector, Ends } from "../connectors/connector.ts";
import { CONNECTION } from "../errors.ts";
import type { Group } from "../groups/group.ts";
import { fromElsewhere, type Members, membersOf } from "../groups/population-state.ts";
import { Space } from "../space/space.ts";
import { checkGoesOn, type SimulationState, uniqueLabel } from "../state.ts";
import { standardSynapses } from "../synapses/standard-synapses.ts";
import type { PynnSynapseType } from "../synapses/synapse-type.ts";
import { connectionColumn } from "../values/connection-values.ts";
import { checkDelays, checkOneKind, checkWeights, chooseReceptor } from "./check-connections.ts";
import type { Projection } from "./projection.ts";
import { projectionRecord } from "./projection-record.ts";
import {
  attributeNames,
  checkAttribute,
  connectionContext,
  ofPart,
  type ProjectionPart,
} from "./projection-state.ts";

/** Options of a projection besides its ends and connector. */
export interface ProjectionOptions<
  Receptors extends string = string,
  Attributes extends string = string,
> {
  readonly synapseType?: PynnSynapseType<Attributes>;
  /** The receptor; by default selected by the sign of the weights. */
  readonly receptorType?: Receptors;
  readonly space?: Space;
  readonly label?: string;
}

const optionNames: OptionNames<ProjectionOptions> = {
  synapseType: true,
  receptorType: true,
  space: true,
  label: true,
};

/** Groups that a connector connects. */
export interface Between {
  readonly pre: Group;
  readonly post: Group;
  readonly connector: Connector;
}

type Attributes = Readonly<Record<string, Column>>;

/** Connect two groups. */
export function makeProjection(
  state: SimulationState,
  { pre, post, connector }: Between,
  options: ProjectionOptions,
): Projection {
  checkGoesOn(state, "Projection");
  checkGroup(pre, "Projection.pre");
  checkGroup(post, "Projection.post");
  checkKind(connector, "connector", "Projection.connector");
  checkOptions(options, optionNames, "Projection");
  const type = options.synapseType ?? standardSynapses.StaticSynapse();
  checkKind(type, "synapse-type", "Projection.synapseType");
  if (options.space !== undefined) checkKind(options.space, "space", "Projection.space");
  const label = options.label ?? `${pre.label}→${post.label}`;
  checkText(label, "Projection.label");
  if (options.receptorType !== undefined)
    checkText(options.receptorType, "Projection.receptorType");
  for (const group of [pre, post]) checkOwn(state, group[membersOf], label);
  checkOneKind(post[membersOf], label);
  const ends: Ends = {
    state,
    pre: pre[membersOf],
    post: post[membersOf],
    space: options.space ?? Space(),
    label,
    key: uniqueLabel(state, label),
    prePositions: () => pre.positions,
    postPositions: () => post.positions,
  };
  const connected = connector.connect(once(ends));
  const pairs = { sources: connected.sources, targets: connected.targets };
  const attributes = attributesOf(once(ends), connected, type);
  const weights = pairs.sources.length === 0 ? 0 : (attributes["weight"] ?? 0);
  const receptor =
    type.name === "ElectricalSynapse"
      ? (options.receptorType ?? "source_section.gap")
      : chooseReceptor(ends, post.receptorTypes, { given: options.receptorType, weights });
  if (pairs.sources.length > 0) {
    if (connector.safe && type.name !== "ElectricalSynapse") checkWeights(ends, receptor, weights);
    if (attributes["delay"] !== undefined) checkDelays(ends, attributes["delay"]);
  }
  const parts = requestAll(ends, connected, { receptor, type, attributes });
  return projectionRecord({ ends, pairs, type, receptor, parts, annotations: {} });
}

/** Check that neurons belong to this simulation. */
function checkOwn({ populations }: SimulationState, members: Members, place: string): void {
  const other = fromElsewhere(populations, members);
  if (other === undefined) return;
  const message = `"${other.label}" belongs to another simulation.`;
  throw CONNECTION({ place, message, next: "Connect groups created by the same setup()." });
}

/** Positions of views are computed once for all connections. */
function once(ends: Ends): Ends {
  let [pre, post]: (ReturnType<Ends["prePositions"]> | undefined)[] = [];
  return {
    ...ends,
    prePositions() {
      pre ??= ends.prePositions();
      return pre;
    },
    postPositions() {
      post ??= ends.postPositions();
      return post;
    },
  };
}

function attributesOf(ends: Ends, connected: Connected, type: PynnSynapseType): Attributes {
  const listed = connected.columns ?? {};
  for (const name of Object.keys(listed)) checkAttribute(type, name, ends.label);
  const least = ends.state.minDelay ?? ends.state.timestep;
  return Object.fromEntries(
    attributeNames(type).map((name) => {
      const given = type.parameters[name] ?? type.defaults[name] ?? least;
      const context = connectionContext(ends, connected, name);
      return [name, listed[name] ?? connectionColumn(given, context)];
    }),
  );
}

interface Requested {
  readonly receptor: string;
  readonly type: PynnSynapseType;
  readonly attributes: Attributes;
}

/** Create a projection in the session for each connected pair of populations. */
function requestAll(
  ends: Ends,
  connected: Connected,
  requested: Requested,
): readonly ProjectionPart[] {
  const { state, pre, post, key } = ends;
  const [from, to] = [placesOf(pre), placesOf(post)];
  const orders = ordersOf(connected, from.populations, to.populations);
  return orders.map(({ source, target, order }, k) => {
    const { receptor, type, attributes } = requested;
    const pick = (indices: Uint32Array, neurons: Uint32Array): Uint32Array =>
      order === undefined
        ? indices.map((index) => neurons[index] as number)
        : order.map((at) => neurons[indices[at] as number] as number);
    const number = state.session.addProjection({
      label: orders.length === 1 ? key : `${key} (${k + 1} of ${orders.length})`,
      source,
      target,
      receptor,
      synapse: type.synapse,
      sources: pick(connected.sources, from.neurons),
      targets: pick(connected.targets, to.neurons),
      attributes: Object.fromEntries(
        Object.entries(attributes).map(([name, column]) => [name, ofPart(column, order)]),
      ),
    });
    return { number, order };
  });
}

interface Places {
  /** Population number and index of each member. */
  readonly populations: Uint32Array;
  readonly neurons: Uint32Array;
}

function placesOf({ parts, size }: Members): Places {
  const [populations, neurons] = [new Uint32Array(size), new Uint32Array(size)];
  let from = 0;
  for (const part of parts) {
    populations.fill(part.population.number, from, from + part.neurons.length);
    neurons.set(part.neurons, from);
    from += part.neurons.length;
  }
  return { populations, neurons };
}

interface Order {
  readonly source: number;
  readonly target: number;
  readonly order: Uint32Array | undefined;
}

function ordersOf(
  { sources, targets }: Connected,
  from: Uint32Array,
  to: Uint32Array,
): readonly Order[] {
  const isOne = (all: Uint32Array): boolean => all.every((one) => one === all[0]);
  if (isOne(from) && isOne(to)) {
    const whole = { source: from[0] as number, target: to[0] as number, order: undefined };
    return sources.length === 0 ? [] : [whole];
  }
  const lists = new Map<string, { source: number; target: number; at: number[] }>();
  sources.forEach((i, k) => {
    const [source, target] = [from[i] as number, to[targets[k] as number] as number];
    const list = lists.get(`${source},${target}`) ?? { source, target, at: [] };
    if (list.at.length === 0) lists.set(`${source},${target}`, list);
    list.at.push(k);
  });
  return [...lists.values()].map(({ source, target, at }) => ({
    source,
    target,
    order: Uint32Array.from(at),
  }));
}
