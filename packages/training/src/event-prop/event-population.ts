import { type DifferentiatedNeurons, differentiatedNeurons } from "@spikeloom/program/derive";
import {
  type EventForm,
  type EventNeurons,
  eventNeurons,
  type FutureCourse,
  futureCourse,
} from "@spikeloom/program/events";
import type { EventNetwork } from "./event-network.ts";

/** A population in a sample. */
export interface EventPopulation {
  readonly neurons: EventNeurons;
  /** Their spikes and releases, with derivatives. */
  readonly events: DifferentiatedNeurons;
  readonly form: EventForm;
  /** Number of its first neuron in the network. */
  readonly first: number;
  /** The variable that the loss reads, or -1, and its course. */
  readonly read: number;
  readonly course: FutureCourse | undefined;
  /** Whether a spike resets it, and whether it alone decides on a spike. */
  readonly resetsRead: boolean;
  readonly testsRead: boolean;
  /** Synapse whose jump fulfilled the test of a neuron, until it spikes; -1 for the end of a refractory period. */
  readonly liftedBy: Int32Array;
  /** Index on the tape of the last event that moved the test or the variable read at once, and its time. */
  readonly jumpEntry: Int32Array;
  readonly jumpTime: Float64Array;
  /** Spike that began the refractory period of a neuron. */
  readonly heldBy: Int32Array;
  begin(): void;
}

/** Create the states of all populations; `read` names a population and its variable. */
export function eventPopulations(
  { populations, firsts }: Pick<EventNetwork, "populations" | "firsts">,
  read: { readonly population: string; readonly variable: string },
): readonly EventPopulation[] {
  return populations.map((form, p): EventPopulation => {
    const { name, size, variables } = form;
    const own = name === read.population ? variables.indexOf(read.variable) : -1;
    const neurons = eventNeurons(form);
    const tested = [...(form.test?.function.from ?? [])].filter((one) => one < variables.length);
    const [liftedBy, jumpEntry] = [new Int32Array(size), new Int32Array(size)];
    const jumpTime = new Float64Array(size);
    return {
      neurons,
      events: differentiatedNeurons(form, neurons),
      form,
      first: firsts[p] as number,
      read: own,
      course: own < 0 ? undefined : futureCourse(form, variableAlone(own)),
      resetsRead: form.reset.to.includes(own),
      testsRead: tested.length === 1 && tested[0] === own,
      liftedBy,
      jumpEntry,
      jumpTime,
      heldBy: new Int32Array(size),
      begin() {
        neurons.begin();
        for (const one of [liftedBy, jumpEntry, jumpTime]) one.fill(-1);
      },
    };
  });
}

function variableAlone(variable: number) {
  const from = Uint16Array.of(variable);
  return { to: Uint16Array.of(0), from, values: Float64Array.of(1), stride: 0 };
}
