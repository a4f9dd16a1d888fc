import type { StimulusRecord } from "@spikeloom/kernel";
import { timeOfStep } from "@spikeloom/simulate";
import type { LossList } from "../losses.ts";
import { type ConfigPart, type OpenBeside, smallFile } from "./config.ts";
import { refuse } from "./hdf5-columns.ts";
import type { Fields } from "./json-fields.ts";
import type { ChosenNodes, NodeSets } from "./node-sets.ts";
import type { NodePopulation } from "./nodes.ts";
import type { Part, Parts } from "./populations.ts";
import { numberIn, readSpikes, type SpikeLists } from "./spikes.ts";

/** Targets of inputs. */
export interface InputTargets {
  readonly parts: readonly Parts[];
  readonly sets: NodeSets;
  readonly losses: LossList;
  readonly beside: OpenBeside;
  /** ms. */
  readonly dt: number;
  /** Unit of currents; by default that of the simulator named by a template. */
  readonly currentUnit?: "pA" | "nA" | undefined;
}

/** Inputs in our network. */
export interface ReadInputs {
  /** Ascending times in ms of each neuron of a part. */
  readonly times: ReadonlyMap<Part, readonly number[][]>;
  readonly stimuli: readonly StimulusRecord[];
}

const tables = new Set(["csv"]);
const files = new Set(["h5", "hdf5", "sonata"]);

/** Read the inputs of a simulation. */
export async function readInputs(
  inputs: ConfigPart | undefined,
  targets: InputTargets,
): Promise<ReadInputs> {
  const times = new Map<Part, number[][]>();
  for (const { parts } of targets.parts) {
    for (const part of parts) {
      if (part.template === undefined)
        times.set(
          part,
          Array.from(part.rows, () => []),
        );
    }
  }
  const stimuli: StimulusRecord[] = [];
  for (const name of inputs?.fields.names ?? []) {
    const input = inputs?.fields.object(name);
    if (inputs === undefined || input === undefined || input.flag("enabled") === false) continue;
    const [type, module] = [input.text("input_type"), input.text("module") ?? ""];
    if (type === "spikes" && (tables.has(module) || files.has(module))) {
      await addSpikes({ input, paths: inputs.paths, times, isTable: tables.has(module) }, targets);
    } else if (type === "current_clamp" && input.any("amp") !== undefined) {
      stimuli.push(...currentClamp(input, targets));
    } else if ((type === "csv" || type === "file") && module === "IClamp") {
      stimuli.push(...(await currentTable(input, inputs.paths, targets)));
    } else {
      const message = `Inputs of type ${type} and module ${module} are not supported.`;
      targets.losses.add("input", `inputs.${name}`, message);
    }
  }
  for (const lists of times.values()) for (const list of lists) list.sort((a, b) => a - b);
  return { times, stimuli };
}

interface SpikeInput {
  readonly input: Fields;
  readonly paths: ConfigPart["paths"];
  readonly times: ReadonlyMap<Part, number[][]>;
  readonly isTable: boolean;
}

async function addSpikes(
  { input, paths, times, isTable }: SpikeInput,
  { parts, sets, losses, beside, dt }: InputTargets,
): Promise<void> {
  const file = input.text("input_file");
  if (file === undefined) throw refuse(`${input.place}.input_file`, "a file name", "nothing");
  const chosen = sets(input.any("node_set") ?? "all", `${input.place}.node_set`);
  const path = paths.path(file, `${input.place}.input_file`);
  const spikes = await readSpikes(await beside(path), isTable);
  const place = input.place.replace(/^.*?\.inputs/, "inputs");
  for (const [nodes, rows] of chosen) {
    const list = listOf(spikes, nodes, chosen);
    if (list === undefined) {
      losses.add("input", place, `${path} has no spikes of population ${nodes.name}.`);
      continue;
    }
    const owner = parts.find((one) => one.nodes === nodes);
    const isChosen = new Set(rows);
    let others = 0;
    let unknown = 0;
    for (let k = 0; k < list.times.length; k++) {
      const row = nodes.rowOf(list.nodes[k] as number);
      const part = owner?.parts[owner.partOf[row] ?? 0];
      if (row < 0) unknown++;
      if (!isChosen.has(row) || part === undefined) continue;
      const own = times.get(part)?.[owner?.indexOf[row] ?? 0];
      if (own === undefined) others++;
      else own.push(roundedUp(list.times[k] as number, dt, path));
    }
    if (others > 0) {
      const message = `${others} spikes are for nodes of ${nodes.name} that are not virtual.`;
      losses.add("input", place, message);
    }
    if (unknown > 0) {
      const message = `${unknown} spikes are for nodes that ${nodes.name} does not have.`;
      losses.add("input", place, message);
    }
  }
}

/** Spikes of a population: those under its name, or all if no population is named. */
function listOf(
  spikes: SpikeLists,
  nodes: NodePopulation,
  chosen: ChosenNodes,
): ReturnType<SpikeLists["get"]> {
  const own = spikes.get(nodes.name) ?? spikes.get(undefined);
  if (own !== undefined) return own;
  // A file with a single population of another name can only mean one population.
  return spikes.size === 1 && chosen.size === 1 ? [...spikes.values()][0] : undefined;
}

/**
 * Round a time up to the grid, as NEST's spike generators do.
 *
 * They count time in thousandths of a millisecond and truncate the fraction first.
 */
function roundedUp(time: number, dt: number, place: string): number {
  if (!(time >= 0 && time < Number.POSITIVE_INFINITY)) {
    throw refuse(place, "times of at least 0 ms", String(time));
  }
  const tics = Math.round(dt * 1000);
  const isWhole = Math.abs(tics - dt * 1000) < 1e-9 && tics > 0;
  const step = isWhole ? Math.floor(Math.floor(time * 1000) / tics) : Math.floor(time / dt);
  return timeOfStep(step * dt < time ? step + 1 : step, dt);
}

/** One constant current pulse, or several in succession. */
function currentClamp(input: Fields, targets: InputTargets): readonly StimulusRecord[] {
  const list = (name: string): readonly number[] => {
    const value = [input.any(name)].flat();
    if (value.every((one) => typeof one === "number")) return value as readonly number[];
    throw refuse(`${input.place}.${name}`, "a number or a list of numbers", "others");
  };
  const [amplitudes, delays, durations] = [list("amp"), list("delay"), list("duration")];
  if (delays.length !== amplitudes.length || durations.length !== amplitudes.length) {
    throw refuse(input.place, "as many values of amp as of delay and duration", "others");
  }
  const pulses = amplitudes.map((amplitude, k): Pulse => {
    return { amplitude, delay: delays[k] as number, duration: durations[k] as number };
  });
  return currentsOf(input, targets, (late) => changesOf(pulses, targets.dt, late));
}

/** A table of currents, each of which is held until the next. */
async function currentTable(
  input: Fields,
  paths: ConfigPart["paths"],
  targets: InputTargets,
): Promise<readonly StimulusRecord[]> {
  const name = input.text("file");
  if (name === undefined) throw refuse(`${input.place}.file`, "the name of a file", "nothing");
  const file = await targets.beside(paths.path(name, `${input.place}.file`));
  const rows = currentRows(new TextDecoder().decode(await smallFile(file)), file.name, {
    separator: input.text("separator") ?? " ",
    time: input.text("timestamps_column") ?? "timestamps",
    amplitude: input.text("amplitudes_column") ?? "amps",
  });
  return currentsOf(input, targets, (late) =>
    lastOfStep(rows.map(([time, amplitude]) => [Math.round(time / targets.dt) + late, amplitude])),
  );
}

interface CurrentColumns {
  readonly separator: string;
  readonly time: string;
  readonly amplitude: string;
}

function currentRows(
  text: string,
  place: string,
  { separator, time, amplitude }: CurrentColumns,
): readonly (readonly [time: number, amplitude: number])[] {
  const [head = "", ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const cells = (line: string): readonly string[] =>
    line
      .trim()
      .split(separator)
      .map((cell) => cell.trim());
  const names = cells(head);
  const columns = [time, amplitude].map((name) => {
    const at = names.indexOf(name);
    if (at >= 0) return at;
    throw refuse(`${place}: line 1`, `a column ${name}`, head.slice(0, 60));
  });
  return lines.map((line, k) => {
    const values = cells(line);
    const [at = Number.NaN, value = Number.NaN] = columns.map((column) => numberIn(values[column]));
    if (Number.isFinite(at) && Number.isFinite(value)) return [at, value];
    throw refuse(`${place}: line ${k + 2}`, "a time in ms and a current", line.slice(0, 60));
  });
}

/** Changes of a current, by how many steps later than its time a generator acts. */
type ChangesOf = (late: 0 | 1) => readonly (readonly [step: number, amplitude: number])[];

/** Feed a current to the nodes that an input is for. */
function currentsOf(
  input: Fields,
  { parts, sets, dt, currentUnit, losses }: InputTargets,
  changesAt: ChangesOf,
): readonly StimulusRecord[] {
  const chosen = sets(input.any("node_set") ?? "all", `${input.place}.node_set`);
  return [...chosen].flatMap(([nodes, rows]) => {
    const owner = parts.find((one) => one.nodes === nodes);
    return (owner?.parts ?? []).flatMap((part, k): StimulusRecord[] => {
      const own = rows.filter((row) => owner?.partOf[row] === k);
      if (own.length === 0) return [];
      if (part.template === undefined) {
        const message = `${own.length} of the nodes of ${nodes.name} are virtual and receive no current.`;
        losses.add("input", input.place.replace(/^.*?\.inputs/, "inputs"), message);
        return [];
      }
      const isNest = /^nest:/i.test(part.templateName);
      const unit = currentUnit ?? (isNest ? "pA" : "nA");
      // NEST's generators act one step after their time; others act immediately, like ours.
      const changes = changesAt(isNest ? 1 : 0);
      const indices = own.map((row) => owner?.indexOf[row] ?? 0);
      const isAll = indices.length === part.rows.length;
      return [
        {
          kind: "steps",
          into: part.name,
          ...(!isAll && { neurons: { indices } }),
          times: changes.map(([step]) => `${timeOfStep(step, dt)} ms`),
          values: changes.map(([, amplitude]) => `${amplitude} ${unit}`),
        },
      ];
    });
  });
}

/** A constant current pulse; times in ms. */
interface Pulse {
  readonly amplitude: number;
  readonly delay: number;
  readonly duration: number;
}

/** Steps in which the current changes; if pulses meet, the later one applies. */
function changesOf(
  pulses: readonly Pulse[],
  dt: number,
  late: 0 | 1,
): readonly (readonly [step: number, amplitude: number])[] {
  const stepOf = (time: number): number => Math.round(time / dt) + late;
  const changes = pulses.flatMap(({ amplitude, delay, duration }, k): [number, number][] => {
    const [start, end] = [stepOf(delay), stepOf(delay + duration)];
    const after = pulses[k + 1];
    const next = after === undefined ? end : stepOf(after.delay);
    return end <= next
      ? [
          [start, amplitude],
          [end, 0],
        ]
      : [[start, amplitude]];
  });
  return lastOfStep(changes);
}

function lastOfStep(
  changes: readonly (readonly [step: number, amplitude: number])[],
): readonly (readonly [step: number, amplitude: number])[] {
  return changes.filter(([step], k) => changes[k + 1]?.[0] !== step);
}
