import { type Loss, SpikeLoomError, type Stack } from "@spikeloom/kernel";
import { fromInternal, parseUnit } from "@spikeloom/units";
import { group } from "../../hdf5/result-tree.ts";
import type { PlannedFile } from "../../hdf5/write/planned-file.ts";
import type { GroupNode } from "../../hdf5/write/tree.ts";
import { type Fed, type FedInput, fedInputs } from "../../scripts/fed-inputs.ts";
import type { RecordingRows, ResultRows, SampleRows } from "./result-rows.ts";
import { siUnit } from "./si-unit.ts";
import { bytesOf, mapOf, typedGroup } from "./typed-nodes.ts";

/** A current injected into a neuron whose potential was recorded. */
export interface Clamp {
  /** Path of the electrode in the file. */
  readonly electrode: string;
  /** Description of the current. */
  readonly about: string;
}

/** Injected currents and their electrodes. */
export interface Clamps {
  /** Find the current for a recorded variable; undefined if nothing was injected, or if it is not `v` of one neuron. */
  find(recording: RecordingRows, variable: string): Clamp | undefined;
  /** Electrodes by name; empty if no neuron received a current. */
  electrodes(): GroupNode | undefined;
  devices(): GroupNode | undefined;
  /** Currents by name. */
  readonly stimuli: ReadonlyMap<string, GroupNode>;
  readonly losses: readonly Loss[];
}

const device = "SpikeLoom";

/** Find neurons with a recorded potential and an injected current. */
export function clampsOf(file: PlannedFile, result: ResultRows, stack: Stack): Clamps {
  const electrodes = new Map<string, GroupNode>();
  const stimuli = new Map<string, GroupNode>();
  const losses: Loss[] = [];
  const inputs = new Map<string, ReadonlyMap<string, FedInput>>();
  const inputsOf = (population: string): ReadonlyMap<string, FedInput> => {
    const known = inputs.get(population) ?? knownInputs(result, population, { stack, losses });
    inputs.set(population, known);
    return known;
  };
  return {
    stimuli,
    losses,
    find({ population, neurons, samples }, variable) {
      const [neuron] = neurons;
      const rows = samples.get(variable);
      // Other states in mV, such as dynamic thresholds, are not membrane potentials.
      if (variable !== "v") return undefined;
      if (neuron === undefined || rows === undefined || !isPotential(rows)) return undefined;
      const found = currentInto(inputsOf(population), neuron);
      if (found === undefined) return undefined;
      const [input, unit, fed] = found;
      const name = plain(`${population}_${neuron}`);
      const electrode = `/general/intracellular_ephys/${name}`;
      const about = `current of the stimuli into ${input} of neuron ${neuron} of ${population}`;
      if (!electrodes.has(name)) {
        electrodes.set(name, electrodeGroup(file, population, neuron));
        const course = { unit, fed, neuron, electrode, about };
        stimuli.set(`${name}_${input}`, stimulusGroup(file, result, course));
      }
      return { electrode, about };
    },
    electrodes: () =>
      electrodes.size === 0 ? undefined : group({}, Object.fromEntries(electrodes)),
    devices: () => (electrodes.size === 0 ? undefined : group({}, { [device]: deviceGroup() })),
  };
}

function knownInputs(
  { network, dt, provenance }: ResultRows,
  population: string,
  { stack, losses }: { readonly stack: Stack; readonly losses: Loss[] },
): ReadonlyMap<string, FedInput> {
  try {
    return fedInputs(network, population, { stack, seed: provenance.seed, dt });
  } catch (fault) {
    // A stack of formats has no models, and data files may be missing here.
    if (!(fault instanceof SpikeLoomError)) throw fault;
    const message = `The injected current is unknown: ${fault.summary}`;
    losses.push({ code: "stimulus", place: fault.place ?? `populations.${population}`, message });
    return new Map();
  }
}

function isPotential({ unit, columns, times }: SampleRows): boolean {
  return columns === 1 && times.length > 0 && siUnit(unit).unit === "volts";
}

type Current = readonly [input: string, unit: string, fed: readonly Fed[]];

/** Find the first input of a neuron that receives a current from stimuli. */
function currentInto(inputs: ReadonlyMap<string, FedInput>, neuron: number): Current | undefined {
  for (const [input, { unit, fed }] of inputs) {
    const reaching = fed.filter(({ targets }) => placeIn(targets, neuron) >= 0);
    if (siUnit(unit).unit === "amperes" && reaching.length > 0) return [input, unit, reaching];
  }
  return undefined;
}

/** Position of a neuron in a selection; negative if it is not in it. */
function placeIn(targets: Fed["targets"], neuron: number): number {
  if (targets.isAll === true) return neuron;
  for (let k = 0; k < targets.size; k++) if (targets.neuron(k) === neuron) return k;
  return -1;
}

/** Validators refuse names with slashes. */
function plain(name: string): string {
  return name.replaceAll(/[\\/:]/g, "|");
}

function electrodeGroup(file: PlannedFile, population: string, neuron: number): GroupNode {
  const description = `Ideal electrode in the simulated neuron ${neuron} of population ${population}.`;
  const texts = {
    cell_id: file.texts(`${population}[${neuron}]`),
    description: file.texts(description),
  };
  const made = typedGroup("IntracellularElectrode", {}, texts);
  return { ...made, paths: new Map([["device", `/general/devices/${device}`]]) };
}

function deviceGroup(): GroupNode {
  const description =
    "A simulator: currents are injected and potentials recorded without an amplifier.";
  return typedGroup("Device", { description, manufacturer: "SpikeLoom" });
}

interface Course {
  readonly unit: string;
  readonly fed: readonly Fed[];
  readonly neuron: number;
  readonly electrode: string;
  readonly about: string;
}

/** Number of steps computed at a time. */
const stepsAtOnce = 2 ** 16;

/** Write the current of each step. */
function stimulusGroup(
  file: PlannedFile,
  { dt, duration }: ResultRows,
  { unit, fed, neuron, electrode, about }: Course,
): GroupNode {
  const steps = Math.round(duration / dt);
  const { unit: si, conversion } = siUnit(unit);
  const { dimension } = parseUnit(unit);
  const places = fed.map(({ targets, value }) => ({ value, at: placeIn(targets, neuron) }));
  const current = (step: number): number => {
    let sum = 0;
    for (const { value, at } of places) {
      const now = value(step);
      sum += typeof now === "number" ? now : (now[at] ?? 0);
    }
    return fromInternal(sum, dimension, unit).value;
  };
  const data = file.dataset({
    type: "float64",
    shape: [steps],
    attributes: mapOf({ unit: si, conversion, offset: 0, resolution: -1, continuity: "step" }),
    *pieces() {
      for (let from = 0; from < steps; from += stepsAtOnce) {
        const length = Math.min(stepsAtOnce, steps - from);
        yield bytesOf(Float64Array.from({ length }, (_, k) => current(from + k)));
      }
    },
  });
  const attributes = mapOf({ rate: 1000 / dt, unit: "seconds" });
  const pieces = () => [bytesOf(Float64Array.of(0))];
  const startingTime = file.dataset({ type: "float64", shape: [], attributes, pieces });
  const comments = `As stored in ${unit}; multiplied by conversion in ${si}. A value is constant over a step.`;
  const said = { description: about, comments, stimulus_description: about };
  const made = typedGroup("CurrentClampStimulusSeries", said, {
    data,
    starting_time: startingTime,
  });
  return { ...made, paths: new Map([["electrode", electrode]]) };
}
