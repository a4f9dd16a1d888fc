import {
  type FormatFile,
  type Loss,
  type NetworkRecord,
  type Stack,
  throwAll,
} from "@spikeloom/kernel";
import { checkNetwork, networkStep, readTime, resolveConvention } from "@spikeloom/network";
import { RUN_LENGTH_MISSING, runSteps, timeOfStep } from "@spikeloom/simulate";
import { type XmlOutput, xmlPieces } from "../../xml/write-xml.ts";
import { fixedTypes } from "./fixed-types.ts";
import { freeId, type LemsTask } from "./task.ts";
import { unitsOut } from "./units-out.ts";
import { arriving, connectionsOut } from "./write-connections.ts";
import { drivesOut } from "./write-drives.ts";
import { writeDrive, writePopulation } from "./write-populations.ts";
import { recordersOut } from "./write-recorders.ts";

/** What a network is written with. */
export interface WriteLemsOptions {
  readonly stack: Stack;
  /** Instead of the network's. */
  readonly seed?: number | undefined;
  /** How long it runs, such as `"1 s"`; instead of the network's duration. */
  readonly for?: string | undefined;
}

/** A simulation in LEMS. */
export interface LemsFile {
  readonly file: FormatFile;
  readonly losses: readonly Loss[];
}

/**
 * Write a network as a file of LEMS: component types with its equations, the network and its simulation.
 *
 * The file stands by itself: jNeuroML and PyLEMS run it without NeuroML's definitions. Connections and values are
 * those that a run draws with the same seed. What simulators of LEMS do otherwise, or the file cannot say, is in
 * `losses`.
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
    task.lose("name", "name", `It is called ${own}.`);
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

/** Say what is so of the network as a whole. */
function sayNetwork({ network, convention, lose }: LemsTask): void {
  const settings = ["precision", "tier", "trial", "about", "cite"] as const;
  for (const name of settings) {
    if (network[name] === undefined) continue;
    lose("settings", name, "A simulation of LEMS has no place for it.");
  }
  if (network.space !== undefined) {
    const message = "LEMS itself knows no space: it shows in the connections alone.";
    lose("settings", "space", message);
  }
  if (convention.spikeStamp === "start") {
    const message = "Spikes are stamped with the end of their step, a step later than here.";
    lose("convention", "convention.spikeStamp", message);
  }
  if (convention.order[0] !== "arrive" && (network.projections ?? []).length > 0) {
    const message =
      "What arrives acts before a step: a threshold that it crosses is seen a step later, and no reset wipes it.";
    lose("convention", "convention.order", message);
  }
}
