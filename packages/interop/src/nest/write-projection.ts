import { hostFunctions } from "@spikeloom/equations/functions";
import { type PlannedProjection, planProjection, projectionNames } from "@spikeloom/network";
import {
  allInUnit,
  call,
  type DrawnConnections,
  dictionary,
  drawConnections,
  EXPORT_SYNAPSE,
  EXPORT_VALUE,
  type Numbers,
  numberOf,
  numbersCode,
  type Python,
  pythonText,
} from "@spikeloom/simulate/scripts";
import type { NestPort } from "./models.ts";
import type { NestTask } from "./task.ts";
import type { WrittenPopulation } from "./write-population.ts";

/** Write a projection. */
export function writeProjection(
  task: NestTask,
  index: number,
  populations: ReadonlyMap<string, WrittenPopulation>,
): readonly Python[] {
  const { network, stack, seed, dt, convention } = task;
  const record = network.projections?.[index];
  if (record === undefined) return [];
  const place = `projections[${index}]`;
  const planned = planProjection(network, index, { stack, seed, functions: hostFunctions });
  refuseUnsaid(planned, place);
  const found = populations.get(record.to)?.found;
  const { receptor } = planned;
  if (found === undefined || !populations.has(record.from) || receptor === undefined) return [];
  const drawn = drawConnections(planned, new Map(), { dt, convention, place: `${place}.delay` });
  if (drawn.sources.length === 0) return [];
  const own =
    [...found.match.names.receptor].find(([, ours]) => ours === receptor)?.[0] ?? receptor;
  const port = found.row.receptors[own] ?? { factor: 1 };
  checkSign(drawn.weight, port, `${place}.weight`);
  const weights = scaled(allInUnit(drawn.weight, found.row.weightUnit), port.factor);
  const name = projectionNames(network)[index] ?? place;
  const { from, to } = record;
  return [connectCode(task, { name, from, to, drawn, weights, port })];
}

interface Connection {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly drawn: DrawnConnections;
  /** As NEST has them. */
  readonly weights: Numbers;
  readonly port: NestPort;
}

function connectCode(task: NestTask, { name, from, to, drawn, weights, port }: Connection): Python {
  const ends = (what: string, numbers: Float64Array): Python =>
    task.keep(`${name}-${what}`, numbers);
  return call(
    "connect",
    `nodes[${pythonText(from)}]`,
    `nodes[${pythonText(to)}]`,
    ends("sources", drawn.sources),
    ends("targets", drawn.targets),
    dictionary([
      [pythonText("weight"), numbersCode(task, `${name}-weight`, weights)],
      [pythonText("delay"), numbersCode(task, `${name}-delay`, drawn.delay)],
      ...(port.port === undefined
        ? []
        : [[pythonText("receptor_type"), String(port.port)] as const]),
    ]),
  );
}

function scaled(values: Numbers, factor: 1 | -1): Numbers {
  if (factor === 1) return values;
  return typeof values === "number" ? -values : values.map((value) => -value);
}

/** NEST tells its receptors apart by the sign of a weight. */
function checkSign(weights: Numbers, { sign }: NestPort, place: string): void {
  if (sign === undefined) return;
  const count = typeof weights === "number" ? 1 : weights.length;
  const wrong = Array.from({ length: count }, (_, k) => numberOf(weights, k)).filter(
    (weight) => weight * sign < 0,
  );
  if (wrong.length === 0) return;
  throw EXPORT_VALUE({
    message: "NEST would let weights of this sign act at another receptor.",
    place,
    expected: sign === 1 ? "weights that are not negative" : "weights that are not positive",
    got: `${wrong.length} of the other sign`,
    next: "Put them into a projection of their own, onto the other receptor.",
  });
}

function refuseUnsaid({ synapse, plasticity, receptor }: PlannedProjection, place: string): void {
  const isStatic = synapse === undefined || synapse.model.name === "static";
  if (plasticity === undefined && isStatic && receptor !== undefined) return;
  throw EXPORT_SYNAPSE({
    message: "Scripts of NEST are written for synapses that deliver their weights.",
    place: plasticity === undefined ? `${place}.synapse` : `${place}.plasticity`,
    expected: "static",
    got: (plasticity ?? synapse)?.model.name ?? "none",
    next: "Leave it out, or run the network with SpikeLoom; --to pynn writes more of them.",
  });
}
