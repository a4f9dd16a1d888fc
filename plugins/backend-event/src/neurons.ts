import { SpikeLoomError } from "@spikeloom/kernel";
import type { NetworkProgram, PopulationProgram } from "@spikeloom/program";
import {
  type Columns,
  type EventForm,
  eventForm,
  eventNeurons,
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
  /** The error of a step is relative to 1 plus each variable. */
  create(tolerance: number, columns: Columns): NeuronsInTime;
}

/** Derive the equations of a population: their closed form if they have one. */
export function neuronsOf(program: NetworkProgram, population: PopulationProgram): Neurons {
  const { convention, open: isOpen, dt } = program;
  try {
    const form = eventForm(population, convention, { hasInputs: true, isOpen, dt });
    return { form, closed: form, create: (_, columns) => eventNeurons(form, columns) };
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError) || fault.code !== "SL_NOT_SOLVED") throw fault;
    const form = smoothForm(population, convention, dt);
    return { form, closed: undefined, create: (tolerance) => smoothNeurons(form, tolerance) };
  }
}
