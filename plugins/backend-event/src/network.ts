import type { SimulationJob } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import {
  type Calendar,
  createCalendar,
  homesOf,
  type NeuronReports,
} from "@spikeloom/program/events";
import { compiledBytes } from "./compiled.ts";
import { neuronsOf } from "./neurons.ts";
import { createPlastic, type PlasticSynapses } from "./plastic.ts";
import { createPopulation, type Population } from "./population.ts";
import { createRows, type Rows } from "./rows.ts";
import { createSource, type Source } from "./sources.ts";
import { columnBytes, createStorage } from "./storage.ts";

/** Everything that takes part in a run. */
export interface Network {
  readonly program: NetworkProgram;
  readonly populations: ReadonlyMap<string, Population>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly rows: Rows;
  /** By route; undefined for synapses that only carry a weight. */
  readonly plastic: readonly (PlasticSynapses | undefined)[];
  readonly calendar: Calendar;
}

/** Bound the bytes of synapses and neurons that compiled code reads. */
function storageBytes(program: NetworkProgram, synapses: number): number {
  let bytes = columnBytes(synapses, 4) + columnBytes(synapses, 8);
  for (const one of program.populations.values()) {
    const closed = one.source === undefined ? neuronsOf(program, one).closed : undefined;
    if (closed !== undefined) bytes += compiledBytes(closed);
  }
  return bytes;
}

/** Create a network at time 0. */
export async function createNetwork(
  program: NetworkProgram,
  job: Pick<SimulationJob, "stack" | "watch" | "options">,
): Promise<Network> {
  const all = [...program.populations.values()];
  let storage = createStorage(0);
  const rows = await createRows(program, job, (synapses) => {
    storage = createStorage(storageBytes(program, synapses));
    return storage;
  });
  const neurons = all.reduce((sum, { size }) => sum + size, 0);
  const calendar = createCalendar(neurons, rows);
  const { spikes, looks } = calendar;
  const homeOf = homesOf(all);
  const hearing: Hearing[] = all.map(() => []);
  let isHeard = false;
  const reports: NeuronReports = {
    spike: (neuron, time) => {
      spikes.add(time, neuron);
      if (!isHeard) return;
      for (const one of hearing[homeOf(neuron)] as Hearing) {
        one.rule.spiked(neuron - one.first, time);
      }
    },
    see: looks.see,
    move: looks.move,
  };
  const tolerance = Number(job.options["tolerance"]);
  const options = { reports, tolerance, storage, rows };
  const populations = new Map<string, Population>();
  const sources = new Map<string, Source>();
  for (const one of all) {
    const source = createSource(program, one, reports);
    if (source === undefined) populations.set(one.name, createPopulation(program, one, options));
    else sources.set(one.name, source);
  }
  const plastic = rows.routes.map(({ population, opened }, route) => {
    const { dynamic } = opened;
    if (dynamic === undefined) return undefined;
    const { reach } = (populations.get(population) ?? sources.get(population)) as Reachable;
    return createPlastic({ program, rows, route, projection: opened, dynamic, reach });
  });
  all.forEach(({ name, first }, home) => {
    for (const [route, rule] of plastic.entries()) {
      if (rule === undefined || rows.routes[route]?.population !== name) continue;
      hearing[home]?.push({ rule, first });
      isHeard = true;
    }
  });
  return { program, populations, sources, rows, plastic, calendar };
}

/** Plastic synapses that end in a population, whose first neuron has this number. */
type Hearing = { readonly rule: PlasticSynapses; readonly first: number }[];

type Reachable = Pick<Population, "reach">;
