import { hostFunctions } from "@spikeloom/equations/functions";
import type { StimulusRecord } from "@spikeloom/kernel";
import { type NamedValue, resolvePopulation } from "@spikeloom/network";
import { activeSteps, driveAmount, lowerStimulus } from "@spikeloom/program";
import { numberOf } from "@spikeloom/simulate/scripts";
import { type Dimension, parseUnit } from "@spikeloom/units";
import type { LemsTask } from "./task.ts";
import { mostPorts, type ProjectionOut, portsOf, type TargetPort } from "./write-connections.ts";

/** Sources of a Poisson stimulus: several per target, because each emits at most one spike per step. */
export interface DriveOut {
  /** Name among populations, which no user-defined name equals. */
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly values: ReadonlyMap<string, NamedValue>;
  readonly projection: ProjectionOut;
}

/** Maximum mean number of spikes per step and source; with more, some would be delayed. */
const mostEach = 0.1;
/** Maximum number of sources per target. */
const mostSources = 20;

const [perTime, time] = ["1/ms", "ms"].map((unit) => parseUnit(unit).dimension) as [
  Dimension,
  Dimension,
];

/** Create sources of a Poisson stimulus and their connections; returns a reason if impossible. */
function driveOut(task: LemsTask, { record, index, ports }: DriveRequest): DriveOut | string {
  const { network, stack, seed, dt, steps } = task;
  const place = `stimuli[${index}]`;
  const options = { stack, seed, functions: hostFunctions, first: 1 };
  const population = { ...resolvePopulation(network, record.into, options), name: record.into };
  const { model } = population;
  const drive = lowerStimulus(record, { index, population, dt, seed });
  if (drive.kind !== "drive" || drive.rate.kind === "changing") return "its rate changes";
  const { targets, port: receptor, rate, law, sources, weight: weights } = drive;
  const amount = driveAmount(drive, { dt });
  const rates = rate.kind === "one" ? rate.rate : rate.rates;
  const meanOf = (k: number): number =>
    amount(numberOf(rates, k)) * (law === "binomial" ? sources : 1);
  const most = Math.max(0, ...Array.from({ length: targets.size }, (_, k) => meanOf(k)));
  const each = Math.max(1, Math.ceil(most / mostEach));
  if (each > mostSources) return "its rate exceeds what LEMS sources can emit per step";
  const count = targets.size * each;
  const spread = (of: (k: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, k) => of(Math.floor(k / each)));
  const [start, stop] = activeSteps(drive, dt);
  const until = Math.min(stop, steps + 1) * dt;
  const drawn = {
    sources: Float64Array.from({ length: count }, (_, k) => k),
    targets: spread((k) => targets.neuron(k)),
    weight: typeof weights === "number" ? weights : spread((k) => weights[k] ?? 0),
    delay: 0,
    parameters: new Map<string, number>(),
  };
  const { dimension } = parseUnit(model.receptors?.[receptor]?.unit ?? "1");
  const name = `${record.into}_stimulus_${index}`;
  return {
    key: place,
    name,
    size: count,
    values: new Map([
      ["rate", { value: spread((k) => meanOf(k) / dt / each), dimension: perTime }],
      ["from", { value: start * dt, dimension: time }],
      ["until", { value: until, dimension: time }],
    ]),
    projection: {
      from: place,
      to: record.into,
      drawn,
      ports: portsOf(ports, { receptor, drawn, dimension }),
    },
  };
}

/** Create the sources of all Poisson stimuli of a network, and add the required ports to its populations. */
export function drivesOut(
  task: LemsTask,
  arrived: { readonly ports: Map<string, TargetPort[]> },
): readonly DriveOut[] {
  return (task.network.stimuli ?? []).flatMap((record, index) => {
    if (record.kind !== "poisson") return [];
    const place = `stimuli[${index}]`;
    const ports = arrived.ports.get(record.into) ?? [];
    const before = ports.length;
    const made = driveOut(task, { record, index, ports });
    const why =
      typeof made === "string"
        ? made
        : ports.length > mostPorts
          ? `more than ${mostPorts} different weights would each need a port`
          : undefined;
    if (typeof made === "string" || why !== undefined) {
      ports.length = before;
      task.lose("stimulus", place, `A Poisson stimulus is omitted: ${why}.`);
      return [];
    }
    arrived.ports.set(record.into, ports);
    const message =
      record.counts === "binomial"
        ? "Its spikes are redrawn with a different distribution: the same mean, but Poisson instead of binomial counts."
        : "Its spikes are redrawn: same distribution, different values.";
    task.lose("drawn-anew", place, message);
    return [made];
  });
}

interface DriveRequest {
  readonly record: Extract<StimulusRecord, { kind: "poisson" }>;
  readonly index: number;
  /** Ports of the driven population; missing ones are added. */
  readonly ports: TargetPort[];
}
