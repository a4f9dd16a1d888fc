import {
  type FormatFile,
  type Loss,
  type NetworkRecord,
  type Stack,
  throwAll,
} from "@spikeloom/kernel";
import { checkNetwork, networkStep, readTime, resolveConvention } from "@spikeloom/network";
import { RUN_LENGTH_MISSING, runSteps, timeOfStep } from "@spikeloom/simulate";
import { sayLags } from "@spikeloom/simulate/scripts";
import { type XmlOutput, xmlPieces } from "../../xml/write-xml.ts";
import { fixedTypes } from "./fixed-types.ts";
import { freeId, type LemsTask } from "./task.ts";
import { unitsOut } from "./units-out.ts";
import { arriving, connectionsOut } from "./write-connections.ts";
import { drivesOut } from "./write-drives.ts";
import { writeDrive, writePopulation } from "./write-populations.ts";
import { recordersOut } from "./write-recorders.ts";

/** Options for writing a network. */
export interface WriteLemsOptions {
  readonly stack: Stack;
  /** Seed to use instead of the network's. */
  readonly seed?: number | undefined;
  /** Duration, such as `"1 s"`, to use instead of the network's. */
  readonly for?: string | undefined;
}

/** A LEMS simulation. */
export interface LemsFile {
  readonly file: FormatFile;
  readonly losses: readonly Loss[];
}

/**
 * Write a network as a LEMS file: component types with its equations, the network and its simulation.
 *
 * The file is self-contained: jNeuroML and PyLEMS run it without NeuroML's definitions. Connections and values are
 * those that a run with the same seed draws. Differences of LEMS simulators, and information that the file cannot
 * express, are in `losses`.
 */
export function writeLems(network: NetworkRecord, options: WriteLemsOptions): LemsFile {
  const { stack } = options;
  throwAll(checkNetwork(network, { stack }));
  const duration = options.for ?? network.duration;
  if (duration === undefined) throw RUN_LENGTH_MISSING({ place: "duration" });
  const dt = networkStep(network);
  const convention = resolveConvention(network.convention);
  const losses: Loss[] = [];
  const task: LemsTask = {
    network,
    stack,
    dt,
    convention,
    seed: options.seed ?? network.seed ?? 0,
    steps: runSteps(readTime(duration, "duration"), dt, convention),
    units: unitsOut(),
    types: [],
    components: [],
    populations: new Map(),
    takenIds: new Set(),
    lose: (code, place, message) => void losses.push({ code, place, message }),
  };
  sayNetwork(task);
  const root = rootOf(task);
  const name = `LEMS_${network.name?.replace(/\W/g, "_") || "network"}.xml`;
  return { file: { name, pieces: xmlPieces(root) }, losses };
}

function rootOf(task: LemsTask): XmlOutput {
  const { network, units, dt, steps } = task;
  const time = [0, 0, 1, 0, 0, 0, 0] as const;
  const [id, own] = [freeId(task, "simulation"), freeId(task, network.name ?? "network")];
  if (network.name !== undefined && own !== network.name) {
    task.lose("name", "name", `It is named ${own}.`);
  }
  const arrived = arriving(task);
  const drives = drivesOut(task, arrived);
  const populations = [
    ...Object.keys(network.populations).flatMap(
      (name) => writePopulation(task, name, arrived.ports.get(name) ?? []) ?? [],
    ),
    ...drives.map((drive) => writeDrive(task, drive)),
  ];
  const all = [...arrived.projections, ...drives.map(({ projection }) => projection)];
  const outputs = recordersOut(task);
  const [step, length] = [dt, timeOfStep(steps, dt)].map((value) => units.quantity(value, time));
  const simulation = { id, step, length, target: own, seed: Math.abs(task.seed) || undefined };
  units.dimension([0, 0, -1, 0, 0, 0, 0]);
  return {
    name: "Lems",
    attributes: {},
    children: [
      { name: "Target", attributes: { component: id } },
      ...units.declarations(),
      ...fixedTypes,
      ...task.types,
      ...task.components,
      {
        name: "Network",
        attributes: { id: own },
        children: inOrder(populations, () => connectionsOut(task, all)),
      },
      { name: "Simulation", attributes: simulation, children: outputs },
    ],
  };
}

function* inOrder(
  first: readonly XmlOutput[],
  then: () => Iterable<XmlOutput>,
): Generator<XmlOutput> {
  yield* first;
  yield* then();
}

/** Report losses of the whole network. */
function sayNetwork({ network, convention, lose }: LemsTask): void {
  sayLags({ network, lose });
  const settings = ["precision", "tier", "trial", "about", "cite"] as const;
  for (const name of settings) {
    if (network[name] === undefined) continue;
    lose("settings", name, "A LEMS simulation cannot store it.");
  }
  if (network.space !== undefined) {
    const message = "LEMS has no notion of space, which only affects the connections.";
    lose("settings", "space", message);
  }
  if (convention.spikeStamp === "start") {
    const message = "Spikes are stamped with the end of their step, one step later than here.";
    lose("convention", "convention.spikeStamp", message);
  }
  if (convention.order[0] !== "arrive" && (network.projections ?? []).length > 0) {
    const message =
      "Input acts before a step: a threshold that it crosses is detected one step later, and no reset discards it.";
    lose("convention", "convention.order", message);
  }
}
