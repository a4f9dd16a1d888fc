import type { ConventionRecord } from "@spikeloom/kernel";
import {
  type CurrentProgram,
  currentValue,
  heldValue,
  type StimulusProgram,
} from "@spikeloom/program";
import { ownTargets } from "../drives/target-values.ts";
import { SLOT_MISSING } from "../errors.ts";
import type { AddedInput, OpenPorts } from "../open/open-ports.ts";
import { type PlacedPopulation, slotView } from "../populations.ts";

/** Acts on the memory at the start of a step. */
export type Stimulate = (step: number) => void;

/** Inputs for preparing stimuli. */
export interface StimulateOptions {
  readonly dt: number;
  readonly seed: number;
  readonly trial: number;
  readonly precision: "f64" | "f32";
  readonly populations: readonly PlacedPopulation[];
  readonly buffer: ArrayBufferLike;
  readonly held: ConventionRecord["inputHold"];
  /** Addresses of inputs to which synapses add in each step, so that they are reset each time. */
  readonly coupled: ReadonlySet<number>;
  /** Values that code adds to inputs. */
  readonly added: OpenPorts["inputs"];
}

/** An input with the stimuli that contribute to it. */
interface FedInput {
  readonly population: PlacedPopulation;
  readonly port: string;
  readonly address: number;
  readonly stimuli: readonly CurrentProgram[];
}

/** Prepare the continuous inputs: each is the sum of all contributions, written when it changes. */
export function prepareInputs(
  stimuli: readonly StimulusProgram[],
  options: StimulateOptions,
): readonly Stimulate[] {
  const { populations } = options;
  const currents = stimuli.filter((one): one is CurrentProgram => one.kind === "current");
  for (const { population, port } of currents) {
    const found = populations.find(({ name }) => name === population);
    if (found?.slots.get(port) === undefined) throw SLOT_MISSING({ population, slot: port });
  }
  return populations.flatMap((population) =>
    [...population.slots].flatMap(([port, address]) => {
      const own = currents.filter((one) => one.population === population.name && one.port === port);
      const input = { population, port, address, stimuli: own };
      return isFed(input, options) ? [prepareInput(input, options)] : [];
    }),
  );
}

function isFed(
  { population, port, address, stimuli }: FedInput,
  { coupled, added }: StimulateOptions,
): boolean {
  const isOpen = added.get(population.name)?.has(port) === true;
  return stimuli.length > 0 || coupled.has(address) || isOpen;
}

function prepareInput(
  { population, port, address, stimuli }: FedInput,
  options: StimulateOptions,
): Stimulate {
  const { buffer, precision, dt, seed, trial, coupled } = options;
  const { part } = population;
  const input = slotView(buffer, { address, size: part.size, precision });
  const parts = stimuli.map((one) => ({
    own: ownTargets(one.targets, part),
    value: heldValue(currentValue(one, { dt, seed, trial }), { inputHold: options.held }),
    last: Number.NaN,
  }));
  const begin = beginInput(input, options.added.get(population.name)?.get(port), options);
  return (step) => {
    const values = parts.map(({ value }) => value(step));
    const isSame = parts.every(({ last }, k) => last === values[k]);
    if (isSame && !begin.isNew() && !coupled.has(address)) return;
    begin.write();
    parts.forEach((one, k) => {
      const value = values[k] ?? 0;
      one.last = typeof value === "number" ? value : Number.NaN;
      const { numbers, places } = one.own;
      for (let n = 0; n < places.length; n++) {
        const place = places[n] as number;
        const more = typeof value === "number" ? value : (value[numbers[n] as number] ?? 0);
        input[place] = (input[place] ?? 0) + more;
      }
    });
  };
}

/** Value of an input before its stimuli are added: zero, or the value added by code. */
interface InputStart {
  isNew(): boolean;
  write(): void;
}

function beginInput(
  input: Float64Array | Float32Array,
  added: AddedInput | undefined,
  { buffer, precision }: StimulateOptions,
): InputStart {
  if (added === undefined) return { isNew: () => false, write: () => void input.fill(0) };
  const { length: size } = input;
  const values = slotView(buffer, { address: added.values, size, precision });
  const isNew = new Int32Array(buffer, added.isNew, 1);
  return {
    isNew: () => isNew[0] !== 0,
    write() {
      isNew[0] = 0;
      input.set(values);
    },
  };
}
