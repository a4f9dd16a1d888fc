import { hostFunctions } from "@spikeloom/equations/functions";
import { planProjection, projectionNames } from "@spikeloom/network";
import {
  allInUnit,
  call,
  type DrawnConnections,
  drawConnections,
  EXPORT_SYNAPSE,
  keyword,
  list,
  type Numbers,
  numberOf,
  oneIfAlike,
  type Python,
  pythonFloat,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { populationCode, type WrittenPopulation } from "../population/write-population.ts";
import { selectionCode } from "../selection-code.ts";
import type { PynnTask } from "../task.ts";
import { weightUnitOf } from "../weight-unit.ts";
import { type ReceptorShare, shareReceptors } from "./receptors.ts";
import { type ProjectionPlace, type SynapseKind, synapseKind } from "./synapse-code.ts";

/** The decay of NEST's tsodyks_synapse, in ms. */
const NEST_DECAY = 3;

/** A projection as code; two if its weights go to two PyNN receptors. */
export interface WrittenProjection {
  readonly names: readonly string[];
  /** Maximum delay in ms. */
  readonly longest: number;
  readonly code: readonly Python[];
}

/** Write a projection. */
export function writeProjection(
  task: PynnTask,
  index: number,
  populations: ReadonlyMap<string, WrittenPopulation>,
): WrittenProjection | undefined {
  const { network, stack, seed, dt, convention } = task;
  const record = network.projections?.[index];
  if (record === undefined) return undefined;
  const place = `projections[${index}]`;
  const planned = planProjection(network, index, { stack, seed, functions: hostFunctions });
  const target = populations.get(record.to);
  const { receptor } = planned;
  if (receptor === undefined) {
    throw EXPORT_SYNAPSE({
      place: `${place}.synapse`,
      message: "PyNN's standard cells have no synapses that act without spikes.",
      got: planned.synapse?.model.name,
      next: "Remove the projection, or run the network with SpikeLoom.",
    });
  }
  // A refused target has been reported already.
  if (target === undefined || !populations.has(record.from)) return undefined;
  const unit = weightUnitOf(target.found.model, receptor);
  const at: ProjectionPlace = { task, planned, record, place, unit };
  const kind = synapseKind(at);
  const drawn = drawConnections(planned, kind.variables, {
    dt,
    convention,
    place: `${place}.delay`,
  });
  checkDecay(at, target, drawn);
  const weight = allInUnit(drawn.weight, unit);
  const count = drawn.sources.length;
  const shares = shareReceptors(weight, count, { target, receptor, unit, place });
  const name = projectionNames(network)[index] ?? place;
  const parts = shares.map((share): Part => {
    const label = shares.length > 1 ? `${name} (${share.receptor})` : name;
    return { at, kind, drawn: { ...drawn, weight }, share, label };
  });
  return {
    names: parts.map(({ label }) => label),
    longest: maximum(drawn.delay),
    code: parts.map(partCode),
  };
}

interface Part {
  readonly at: ProjectionPlace;
  readonly kind: SynapseKind;
  /** With weights in PyNN's unit. */
  readonly drawn: DrawnConnections;
  readonly share: ReceptorShare;
  readonly label: string;
}

function partCode(part: Part): Python {
  const { kind, drawn, share, label } = part;
  const { weight, delay } = drawn;
  const alike: Python[] = [];
  if (typeof weight === "number") alike.push(keyword("weight", pythonFloat(weight)));
  if (typeof delay === "number") alike.push(keyword("delay", pythonFloat(delay)));
  const { ends, connector } = connection(part);
  return call(
    `projections[${pythonText(label)}] = sim.Projection`,
    ...ends,
    connector,
    kind.code(drawn.parameters, alike),
    keyword("receptor_type", pythonText(share.receptor)),
    keyword("label", pythonText(label)),
  );
}

interface Connection {
  readonly ends: readonly Python[];
  readonly connector: Python;
}

/** Write the connections: as a deterministic PyNN connector, or as a list. */
function connection(part: Part): Connection {
  const { at, kind, drawn, share, label } = part;
  const { from, to } = at.record;
  const columns: (readonly [string, Numbers])[] = [
    ["weight", drawn.weight],
    ["delay", drawn.delay],
    ...kind.columns(drawn.parameters),
  ];
  const each = columns.flatMap(([name, values]) =>
    typeof values === "number" ? [] : [[name, values] as const],
  );
  const plain = each.length === 0 ? plainConnection(at) : undefined;
  if (plain !== undefined) return plain;
  const chosen = share.chosen ?? Array.from(drawn.sources, (_, k) => k);
  const table = [drawn.sources, drawn.targets, ...each.map(([, values]) => values)];
  const width = table.length;
  const values = new Float64Array(width * chosen.length);
  chosen.forEach((k, row) => {
    table.forEach((column, c) => {
      values[row * width + c] = numberOf(column, k);
    });
  });
  const names = each.map(([name]) => pythonText(name));
  const connections = at.task.keep(label, values, width);
  return {
    ends: [populationCode(from), populationCode(to)],
    connector: call(
      "sim.FromListConnector",
      connections,
      ...(names.length > 0 ? [keyword("column_names", list(names))] : []),
    ),
  };
}

/** A PyNN connector equivalent to ours. */
function plainConnection({ planned, record, task }: ProjectionPlace): Connection | undefined {
  const { from, to, connector, fromNeurons, toNeurons } = record;
  const both = [planned.sources, planned.targets];
  const isWhole = both.every(({ isAll }) => isAll === true);
  const isLone = both.every(({ size }) => size === 1);
  if (connector.kind === "one-to-one" && isWhole && !isLone) {
    return {
      ends: [populationCode(from), populationCode(to)],
      connector: "sim.OneToOneConnector()",
    };
  }
  const isAll = connector.kind === "all-to-all" || (connector.kind === "one-to-one" && isLone);
  const isSelfless = connector["autapses"] === false && from === to;
  if (!isAll || (isSelfless && !isWhole)) return undefined;
  const ends = [
    selectionCode(task, { population: from, selection: fromNeurons }),
    selectionCode(task, { population: to, selection: toNeurons }),
  ];
  const options = isSelfless ? ["allow_self_connections=False"] : [];
  return { ends, connector: call("sim.AllToAllConnector", ...options) };
}

/** PyNN's short-term plasticity uses the decay of its receptor; ours has a parameter. */
function checkDecay(
  { task, planned, place }: ProjectionPlace,
  target: WrittenPopulation,
  { parameters, targets }: DrawnConnections,
): void {
  const own = planned.synapse === undefined ? undefined : parameters.get("tau_syn");
  if (own === undefined) return;
  const theirs = target.decays.get(planned.receptor ?? "") ?? Number.NaN;
  const wrong = targets.findIndex((neuron, k) => numberOf(own, k) !== numberOf(theirs, neuron));
  if (wrong >= 0) {
    throw EXPORT_SYNAPSE({
      place: `${place}.synapse.parameters.tau_syn`,
      message: "In PyNN, this equals the decay of the synapse's receptor.",
      expected: `${numberOf(theirs, targets[wrong] ?? 0)} ms`,
      got: `${numberOf(own, wrong)} ms`,
      next: "Use the same decay for both.",
    });
  }
  if (target.found.parts !== undefined && oneIfAlike(own) !== NEST_DECAY) {
    const message = `In pyNN.nest, resources of synapses onto a PointNeuron decay with ${NEST_DECAY} ms.`;
    task.lose("one-value", `${place}.synapse.parameters.tau_syn`, message);
  }
}

function maximum(values: Numbers): number {
  return typeof values === "number"
    ? values
    : values.reduce((most, value) => Math.max(most, value), 0);
}
