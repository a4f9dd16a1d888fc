import { hostFunctions } from "@spikeloom/equations/functions";
import type { ProjectionRecord } from "@spikeloom/kernel";
import { planProjection, projectionNames } from "@spikeloom/network";
import {
  allInUnit,
  call,
  type DrawnConnections,
  dictionary,
  drawConnections,
  EXPORT_VALUE,
  type Numbers,
  numberOf,
  numbersCode,
  oneIfAlike,
  type Python,
  pythonFloat,
  pythonText,
} from "@spikeloom/simulate/scripts";
import type { FoundModel } from "./find-model.ts";
import type { NestPort } from "./models.ts";
import type { NestTask } from "./task.ts";
import type { WrittenPopulation } from "./write-population.ts";
import {
  type FoundSynapse,
  findSynapse,
  type SynapseEntries,
  synapseEntries,
} from "./write-synapse.ts";
import { transmitterCode } from "./write-transmitter.ts";

/** A projection as code. */
export interface WrittenProjection {
  readonly code: readonly Python[];
  /** Parameters required of the target neurons. */
  readonly ofTarget: readonly (readonly [name: string, value: number])[];
  /** Whether its weights are reported. */
  readonly learns: boolean;
}

const nothing: WrittenProjection = { code: [], ofTarget: [], learns: false };

/** Write a projection. */
export function writeProjection(
  task: NestTask,
  index: number,
  populations: ReadonlyMap<string, WrittenPopulation>,
): WrittenProjection {
  const { network, stack, seed, dt, convention } = task;
  const record = network.projections?.[index];
  if (record === undefined) return nothing;
  const place = `projections[${index}]`;
  const planned = planProjection(network, index, { stack, seed, functions: hostFunctions });
  const synapse = findSynapse(task, planned, { record, place });
  const found = populations.get(record.to)?.found;
  const { receptor } = planned;
  if (found === undefined || !populations.has(record.from) || receptor === undefined)
    return nothing;
  const rules = { dt, convention, place: `${place}.delay` };
  const connections = drawConnections(planned, synapse?.variables ?? new Map(), rules);
  if (connections.sources.length === 0) return nothing;
  const { targets, weight } = connections;
  const factor = found.weightFactor(receptor);
  if (synapse !== undefined && factor !== 1) throw plainWeights(place, synapse.row.nest);
  const drawn = { ...connections, weight: timesEach(weight, factor, targets) };
  const port = portOf(found, receptor);
  checkSign(drawn.weight, port, `${place}.weight`);
  const unit = found.row.weightUnit;
  const entries = synapse && synapseEntries(task, synapse, { place, drawn, unit, port });
  const name = projectionNames(network)[index] ?? place;
  const model = synapse && { nest: synapse.row.nest, own: `synapses_${index}` };
  const shared = sharedEntries(task, synapse, { record, place, populations });
  const connection = { name, record, drawn, port, model, entries, shared };
  const theirs = scaled(allInUnit(drawn.weight, unit), port.factor);
  const weights = signed(theirs, entries?.most, targets.length);
  const learned = weightCode(task, connection);
  return {
    code: [...copyCode(connection), connectCode(task, { ...connection, weights }), ...learned],
    ofTarget: entries?.ofTarget ?? [],
    learns: learned.length > 0,
  };
}

/** Multiply weights by the factor of their receptor. */
export function timesEach(weights: Numbers, factor: Numbers, targets: ArrayLike<number>): Numbers {
  if (typeof weights === "number" && typeof factor === "number") return weights * factor;
  return oneIfAlike(
    Float64Array.from(targets, (target, k) => numberOf(weights, k) * numberOf(factor, target)),
  );
}

function plainWeights(place: string, synapse: string): Error {
  return EXPORT_VALUE({
    message: `Weights of NEST's ${synapse} are currents or conductances, but these are plain numbers.`,
    place: `${place}.weight`,
    next: "Give the receptor a unit, or run the network with SpikeLoom.",
  });
}

/** Non-numeric parameters of all synapses of a projection. */
function sharedEntries(
  task: NestTask,
  synapse: FoundSynapse | undefined,
  {
    populations,
    ...at
  }: {
    readonly record: ProjectionRecord;
    readonly place: string;
    readonly populations: ReadonlyMap<string, WrittenPopulation>;
  },
): Connection["shared"] {
  const named = synapse?.row.transmitter;
  if (named === undefined) return [];
  const transmitter = transmitterCode(task, at, populations);
  return transmitter === undefined ? [] : [[pythonText(named), transmitter]];
}

/** Find how NEST selects a receptor. */
export function portOf(found: FoundModel, receptor: string): NestPort {
  const own = [...found.match.names.receptor].find(([, ours]) => ours === receptor)?.[0];
  return found.row.receptors[own ?? receptor] ?? { factor: 1 };
}

interface Connection {
  readonly name: string;
  readonly record: ProjectionRecord;
  readonly drawn: DrawnConnections;
  readonly port: NestPort;
  /** A NEST synapse and the name of its copy for this projection; static if missing. */
  readonly model: { readonly nest: string; readonly own: string } | undefined;
  readonly entries: SynapseEntries | undefined;
  readonly shared: readonly (readonly [name: string, code: Python])[];
}

/** Create a synapse model with the parameters shared by all synapses. */
function copyCode({ model, entries, shared }: Connection): readonly Python[] {
  if (model === undefined || entries === undefined) return [];
  const alike = entries.parameters.flatMap(([name, value]) =>
    typeof value === "number" ? [[pythonText(name), pythonFloat(value)] as const] : [],
  );
  // NEST compares the sign of the bound with that of the weight, which here is still the model's default.
  const isBelow = typeof entries.most === "number" && entries.most < 0;
  const sign = isBelow ? [[pythonText("weight"), pythonFloat(-1)] as const] : [];
  return [
    call(
      "nest.CopyModel",
      pythonText(model.nest),
      pythonText(model.own),
      dictionary([...sign, ...alike, ...shared]),
    ),
  ];
}

function connectCode(
  task: NestTask,
  {
    name,
    record,
    drawn,
    port,
    model,
    entries,
    weights,
  }: Connection & { readonly weights: Numbers },
): Python {
  const ends = (what: string, numbers: Float64Array): Python =>
    task.keep(`${name}-${what}`, numbers);
  const each = (entries?.parameters ?? []).flatMap(([own, values]) =>
    typeof values === "number"
      ? []
      : [[pythonText(own), numbersCode(task, `${name}-${own}`, values)] as const],
  );
  return call(
    "connect",
    `nodes[${pythonText(record.from)}]`,
    `nodes[${pythonText(record.to)}]`,
    ends("sources", drawn.sources),
    ends("targets", drawn.targets),
    dictionary([
      ...(model === undefined
        ? []
        : [[pythonText("synapse_model"), pythonText(model.own)] as const]),
      [pythonText("weight"), numbersCode(task, `${name}-weight`, weights)],
      [pythonText("delay"), numbersCode(task, `${name}-delay`, drawn.delay)],
      ...each,
      ...(port.port === undefined
        ? []
        : [[pythonText("receptor_type"), String(port.port)] as const]),
    ]),
  );
}

/** Register a projection whose weights are reported. */
function weightCode(
  { network }: NestTask,
  { name, record, model, port }: Connection,
): readonly Python[] {
  const isWanted = (network.recordSynapses ?? []).some(({ projection }) => projection === name);
  if (!isWanted || model === undefined) return [];
  const ends = [`nodes[${pythonText(record.from)}]`, `nodes[${pythonText(record.to)}]`];
  const row = call("", pythonText(name), ...ends, pythonText(model.own), String(port.factor));
  return [call("learned.append", row)];
}

/** Give weights their sign in NEST. */
export function scaled(values: Numbers, factor: 1 | -1): Numbers {
  if (factor === 1) return values;
  return typeof values === "number" ? -values : values.map((value) => -value);
}

/** Give zero weights the sign of their bound: NEST refuses a zero below a negative bound. */
function signed(weights: Numbers, most: Numbers | undefined, count: number): Numbers {
  if (most === undefined) return weights;
  const each = Float64Array.from({ length: count }, (_, k) => {
    const weight = numberOf(weights, k);
    return weight === 0 && numberOf(most, k) < 0 ? -leastWeight : weight;
  });
  return oneIfAlike(each);
}

/** A weight indistinguishable from zero. */
const leastWeight = 1e-300;

/** NEST selects the receptor by the sign of a weight. */
export function checkSign(weights: Numbers, { sign }: NestPort, place: string): void {
  if (sign === undefined) return;
  const count = typeof weights === "number" ? 1 : weights.length;
  const wrong = Array.from({ length: count }, (_, k) => numberOf(weights, k)).filter(
    (weight) => weight * sign < 0,
  );
  if (wrong.length === 0) return;
  throw EXPORT_VALUE({
    message: "In NEST, weights of this sign would act on another receptor.",
    place,
    expected: sign === 1 ? "non-negative weights" : "non-positive weights",
    got: `${wrong.length} of the opposite sign`,
    next: "Move them to a separate projection onto the other receptor.",
  });
}
