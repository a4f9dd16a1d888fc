import { hostFunctions } from "@spikeloom/compile";
import type {
  ConventionRecord,
  NetworkRecord,
  Simulation,
  SimulationJob,
  SimulationSummary,
} from "@spikeloom/kernel";
import {
  networkStep,
  type PlannedProjection,
  planProjection,
  resolveConvention,
} from "@spikeloom/network";
import { type Arena, arena } from "./arena.ts";
import type { SynapseTable } from "./delivery-table.ts";
import { deliveryScratchBytes } from "./delivery-wasm.ts";
import { drawFillers, layDraws } from "./draw-fillers.ts";
import { SLOT_MISSING, ZERO_DELAY } from "./errors.ts";
import { findFeeds } from "./feeds.ts";
import type { MachineKind } from "./machine.ts";
import {
  fillPopulation,
  type LaidPopulation,
  layPopulations,
  resolvePopulations,
} from "./populations.ts";
import { makeRecorders } from "./recorders.ts";
import { spikeTrain } from "./source-trains.ts";
import { type SpikeRing, spikeRing } from "./spike-rings.ts";
import { stepLoop } from "./step-loop.ts";
import { layDrives, prepareDrives, prepareInputs } from "./stimulate.ts";
import { synapseTables } from "./synapse-table.ts";
import { checkSynapseMemory, type DrawnSynapses, delayRange, drawSynapses } from "./synapses.ts";

/** Build everything that a run needs: programs, synapses, memory, code. */
export async function prepare(job: SimulationJob, kind: MachineKind): Promise<Simulation> {
  const { network, stack, seed, precision, sink } = job;
  const dt = networkStep(network);
  const convention = resolveConvention(network.convention ?? "nest");
  const resolved = resolvePopulations(network, { stack, seed });
  const projections = (network.projections ?? []).map((_, index) =>
    planProjection(network, index, { stack, seed, functions: hostFunctions }),
  );
  checkSynapseMemory(projections, precision);
  const drawn = projections.map(drawSynapses);
  const { feeds, stimuli } = findFeeds(network, resolved, projections);
  const memory = arena();
  const shift = arrivesFirst(convention) ? 1 : 0;
  const zeroDelay = drawn.some(
    (synapses) => synapses.count > 0 && delayRange(synapses)[0] + shift === 0,
  );
  if (zeroDelay && !canArriveAtOnce(convention)) {
    throw ZERO_DELAY({ convention: convention.name });
  }
  const laid = {
    network,
    stack,
    dt,
    convention,
    precision,
    zeroDelay,
    arena: memory,
    resolved,
    feeds,
  };
  const populations = layPopulations(laid);
  const byName = new Map(populations.map((population) => [population.name, population]));
  const tables = synapseTables(drawn, {
    arena: memory,
    precision,
    shift,
    sizeOf: (name) => byName.get(name)?.resolved.size ?? 0,
    accumulator: (synapses) => accumulator(synapses, byName),
  });
  const trains = populations.map(({ name, resolved: population }) => {
    const { source } = population.model;
    if (source === undefined) return undefined;
    return spikeTrain(source, { name, population, dt, seed, convention });
  });
  const rings = populations.map((population, p) =>
    layRing(population, trains[p]?.capacity, { tables, memory }),
  );
  const ringOf = new Map(rings.map((ring) => [ring.population, ring]));
  const scratch = memory.allocate(deliveryScratchBytes);
  const deliveries = tables.map((table) => {
    const ring = ringOf.get(table.source);
    if (ring === undefined) throw SLOT_MISSING({ population: table.source, slot: "spikes" });
    return { table, ring, precision, scratch };
  });
  const draws = layDraws(populations, { seed, memory });
  const drives = layDrives(stimuli, { network, seed, memory });
  const machine = kind({ bytes: memory.size, precision, populations, deliveries });
  const { buffer } = machine;
  for (const population of populations) fillPopulation(population, buffer, precision);
  for (const table of tables) table.fill(buffer);
  const held = convention.inputHold;
  const stimulation = { network, dt, seed, precision, populations, buffer, held };
  return stepLoop({
    machine,
    dt,
    zeroDelay,
    sampleAt: convention.sampleAt,
    populations,
    rings,
    precision,
    trains,
    inputs: prepareInputs(stimuli, stimulation),
    drives: prepareDrives(drives, machine, stimulation),
    draws: drawFillers(draws, machine),
    recorders: makeRecorders({ network, populations, convention, dt, precision, sink, buffer }),
    summary: summarise({ network, populations, tables, bytes: memory.size, projections }),
  });
}

/** Whether what arrives acts before integration, so that a delay ends at the start of a step. */
function arrivesFirst({ order }: ConventionRecord): boolean {
  return order.indexOf("arrive") < order.indexOf("integrate");
}

/** Whether spikes of a step are known before what arrives in it acts. */
function canArriveAtOnce({ order }: ConventionRecord): boolean {
  return order.indexOf("threshold") < order.indexOf("arrive");
}

function accumulator(
  { projection }: DrawnSynapses,
  populations: ReadonlyMap<string, LaidPopulation>,
): number {
  const slot = `receptor:${projection.receptor}`;
  const address = populations.get(projection.to)?.slots.get(slot);
  if (address !== undefined) return address;
  throw SLOT_MISSING({ population: projection.to, slot });
}

function layRing(
  { name, resolved }: LaidPopulation,
  capacity: number | undefined,
  { tables, memory }: { readonly tables: readonly SynapseTable[]; readonly memory: Arena },
): SpikeRing {
  const delays = tables.filter(({ source }) => source === name).map((table) => table.delays);
  const reach = Math.max(0, ...delays.map((steps) => steps.at(-1) ?? 0));
  return spikeRing(memory, name, { capacity: capacity ?? resolved.size, reach });
}

function summarise({
  populations,
  tables,
  bytes,
  projections,
}: {
  readonly network: NetworkRecord;
  readonly populations: readonly LaidPopulation[];
  readonly tables: readonly SynapseTable[];
  readonly bytes: number;
  readonly projections: readonly PlannedProjection[];
}): SimulationSummary {
  const neurons = populations.reduce((sum, { resolved }) => sum + resolved.size, 0);
  const synapses = tables.reduce((sum, { count }) => sum + count, 0);
  const notes = [
    ...populations.map(
      ({ name, resolved, program }) =>
        `${name}: ${resolved.size} × ${resolved.model.name}, advanced by ${program.method}`,
    ),
    ...tables.map(
      ({ source, count, delays, weight }) =>
        `synapses of ${source}: ${count}, ${delays.length} delays, ` +
        (weight === undefined ? "a weight each" : "one constant weight"),
    ),
    `${projections.length} projections in ${tables.length} tables`,
  ];
  return { neurons, synapses, bytes, notes };
}
