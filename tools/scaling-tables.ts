import type { Report } from "./bench/table.ts";
import { bytes, count, duration, figure, share, table } from "./scaling-figures.ts";

/** Unit costs on a machine on which the yardstick takes one second. */
export interface UnitCosts {
  /** ns per delivered event. */
  readonly exactEvent: number;
  readonly packedEvent: number;
  /** ns per neuron and step. */
  readonly update: number;
  /** ns per synapse and worker. */
  readonly construction: number;
  /** Bytes per synapse. */
  readonly exactBytes: number;
  readonly packedBytes: number;
  /** ns per barrier between two workers. */
  readonly meeting: number;
}

/** Benchmark case and row of each unit cost. */
const rows: Readonly<Record<keyof UnitCosts, readonly [string, string]>> = {
  exactEvent: ["events", "event, exact, f64"],
  packedEvent: ["events", "event, packed, f32"],
  update: ["units", "LIF update per neuron and step, f32"],
  construction: ["events", "construction per synapse and worker"],
  exactBytes: ["events", "bytes per synapse, exact, f64"],
  packedBytes: ["events", "bytes per synapse, packed, f32"],
  meeting: ["units", "barrier of two workers"],
};

/** Assumptions: ten thousand inputs per neuron, 4 Hz, step and minimum delay of 0.1 ms. */
const inputs = 1e4;
const rate = 4;
const steps = 1e4;
/** State, counters and row starts; measured on the microcircuit it is less. */
const neuronBytes = 200;
const nestBytes = 48;

/** Read the unit costs of a benchmark run; undefined if one is missing. */
export function unitCosts({ lines }: Report): UnitCosts | undefined {
  const found = Object.entries(rows).map(([key, [name, what]]) => {
    const line = lines.find((one) => one.name === name && one.what === what);
    return [key, (line?.scaled ?? line?.ours)?.median] as const;
  });
  if (found.some(([, value]) => value === undefined)) return undefined;
  return Object.fromEntries(found) as unknown as UnitCosts;
}

/** Write all tables as Markdown. */
export function scalingTables(costs: UnitCosts, { host, date }: Report): string {
  return `${costTable(costs, `${host.processor}, Node ${host.node.slice(1)}, ${date}`)}

${sizeTable(costs)}

${machineTable(costs)}`;
}

function costTable(costs: UnitCosts, machine: string): string {
  const entries: readonly (readonly [string, string])[] = [
    ["event, exact weights, f64", `${figure(costs.exactEvent)} ns`],
    ["event, packed weights, f32", `${figure(costs.packedEvent)} ns`],
    ["update of a LIF neuron per step, f32", `${figure(costs.update)} ns`],
    ["construction of a synapse, one worker", `${figure(costs.construction)} ns`],
    ["memory per synapse, exact, f64", `${figure(costs.exactBytes)} bytes`],
    ["memory per synapse, packed, f32", `${figure(costs.packedBytes)} bytes`],
    ["a barrier between two workers", `${figure(costs.meeting / 1000)} µs`],
  ];
  return table([`unit cost, measured (${machine})`, "value"], entries);
}

/** One machine with one worker per core, without mutual slowdown: a lower bound on time. */
function sizeTable(costs: UnitCosts): string {
  const sizes = [8, 9, 10, 11, 12];
  const head = ["synapses", ...sizes.map((power) => `10^${power}`)];
  const row = (what: string, value: (synapses: number) => string): readonly string[] => [
    what,
    ...sizes.map((power) => value(10 ** power)),
  ];
  return table(head, [
    row("neurons", (s) => count(s / inputs)),
    row("memory, exact in f64", (s) => memory(s, costs.exactBytes)),
    row("memory, packed in f32", (s) => memory(s, costs.packedBytes)),
    row("memory, regenerated at each spike", (s) => memory(s, 0)),
    row("memory, NEST", (s) => memory(s, nestBytes)),
    row("construction, 2 workers", (s) => duration((s * costs.construction) / 2e9)),
    row("construction, 64 workers", (s) => duration((s * costs.construction) / 64e9)),
    row("real-time factor, 1 worker", (s) => figure(factor(s, costs, 1))),
    row("real-time factor, 2 workers", (s) => figure(factor(s, costs, 2))),
    row("real-time factor, 64 workers", (s) => figure(factor(s, costs, 64))),
    row("of which barriers, 64 workers", (s) => share(meetings(costs, 64) / factor(s, costs, 64))),
    row("spikes exchanged per biological second", (s) => count((s / inputs) * rate)),
    row("bytes read by each worker for them", (s) => bytes((s / inputs) * rate * 4)),
  ]);
}

function machineTable(costs: UnitCosts): string {
  const machines: readonly (readonly [string, number, number])[] = [
    ["laptop", 8, 16],
    ["workstation", 16, 128],
    ["server", 64, 512],
    ["large server", 128, 2048],
  ];
  const head = ["machine", "workers", "memory", "synapses, exact", "synapses, packed", "factor"];
  const lines = machines.map(([name, workers, gibibytes]) => {
    // A fifth remains for the system and for data other than synapses.
    const room = 0.8 * gibibytes * 2 ** 30;
    const fits = (each: number): number => room / (each + neuronBytes / inputs);
    const packed = fits(costs.packedBytes);
    const pace = figure(factor(packed, costs, workers));
    const size = bytes(gibibytes * 2 ** 30);
    return [name, String(workers), size, count(fits(costs.exactBytes)), count(packed), pace];
  });
  return table(head, lines);
}

/** Wall time over biological time, packed in f32. */
function factor(synapses: number, costs: UnitCosts, workers: number): number {
  const events = synapses * rate * costs.packedEvent;
  const updates = (synapses / inputs) * steps * costs.update;
  return (events + updates) / workers / 1e9 + meetings(costs, workers);
}

/** Seconds per biological second that workers spend in barriers, in rounds of pairs. */
function meetings({ meeting }: UnitCosts, workers: number): number {
  return (steps * meeting * Math.log2(workers)) / 1e9;
}

function memory(synapses: number, each: number): string {
  return bytes(synapses * each + (synapses / inputs) * neuronBytes);
}
