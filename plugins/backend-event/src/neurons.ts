import { SpikeLoomError } from "@spikeloom/kernel";
import type { NetworkProgram, PopulationProgram } from "@spikeloom/program";
import {
  type Columns,
  type EventForm,
  eventForm,
  eventNeurons,
  type MovingCurrent,
  movingCurrent,
  type NeuronsInTime,
  smoothForm,
  smoothNeurons,
} from "@spikeloom/program/events";

/** What is read of the form of neurons, closed or integrated. */
export type NeuronsForm = Pick<EventForm, "name" | "size" | "variables" | "receptors" | "inputs">;

interface Neurons {
  readonly form: NeuronsForm;
  /** Undefined if the equations are integrated. */
  readonly closed: EventForm | undefined;
  create(options: NeuronsOptions): NeuronsInTime;
}

interface NeuronsOptions {
  /** The error of a step is relative to 1 plus each variable. */
  readonly tolerance: number;
  readonly columns: Columns;
  /** Currents that change all the time, with the variable of their input. */
  readonly moving: readonly (MovingCurrent & { readonly variable: number })[];
}

/** Derive the equations of a population: their closed form if they have one. */
export function neuronsOf(program: NetworkProgram, population: PopulationProgram): Neurons {
  const { convention, open: isOpen, dt, seed, trial, stimuli } = program;
  const integrated = (): Neurons => {
    const form = smoothForm(population, convention, dt);
    const create: Neurons["create"] = ({ tolerance, moving }) =>
      smoothNeurons(form, { tolerance, seed, trial, moving });
    return { form, closed: undefined, create };
  };
  const isMoved = stimuli.some((one) => {
    const isOwn = one.kind === "current" && one.population === population.name;
    return isOwn && movingCurrent(one, program) !== undefined;
  });
  if (isMoved) return integrated();
  try {
    const form = eventForm(population, convention, { hasInputs: true, isOpen, dt });
    return { form, closed: form, create: ({ columns }) => eventNeurons(form, columns) };
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError) || fault.code !== "SL_NOT_SOLVED") throw fault;
    return integrated();
  }
}
