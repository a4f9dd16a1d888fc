import type { NetworkRecord, PopulationRecord } from "@spikeloom/kernel";
import {
  fixedTotal,
  network,
  type ProjectionDraft,
  poissonInput,
  population,
  projection,
  record,
} from "@spikeloom/network";
import { lifCurrExp } from "@spikeloom/neurons";
import { CIRCUIT_DRIVE, CIRCUIT_SCALE } from "../errors.ts";
import {
  type CircuitPopulation,
  circuit,
  excites,
  externalRate,
  externalWeight,
  meanWeight,
  synapseCount,
  synapticDecay,
} from "./circuit.ts";
import { type CircuitDrive, constantCurrent, rheobase } from "./downscale.ts";

/** The circuit to build. */
export interface CircuitOptions {
  /** Fraction of neurons and of inputs to each; 1 has 77 169 neurons and 299 million synapses. */
  readonly scale: number;
  /** A constant current alone requires nearly full scale. */
  readonly drive?: CircuitDrive;
  readonly duration?: string;
}

/** The cortical microcircuit of Potjans and Diesmann, at full scale or smaller. */
export function microcircuitNetwork(options: CircuitOptions): NetworkRecord {
  const { scale, drive = "poisson", duration = "1 s" } = options;
  checkScale(scale);
  if (drive === "dc") checkCurrents(scale);
  const populations = Object.fromEntries(
    circuit.map((one) => [one.name, layer(one, scale, drive)] as const),
  );
  return network({
    name: "potjans-diesmann-2014",
    about: `Cortical microcircuit at ${scale} of its size, driven by ${drives[drive]}.`,
    cite: ["doi:10.1093/cercor/bhs358", "doi:10.1371/journal.pcbi.1004490"],
    dt: "0.1 ms",
    duration,
    convention: "nest",
    populations,
    projections: circuit.flatMap((to) => circuit.flatMap((from) => connect(from, to, scale))),
    stimuli: drive === "dc" ? [] : circuit.map((one) => background(one, scale)),
    record: circuit.map(({ name }) => record(name)),
  });
}

const drives: Readonly<Record<CircuitDrive, string>> = {
  poisson: "Poisson spikes",
  dc: "a constant current",
};

function layer(one: CircuitPopulation, scale: number, drive: CircuitDrive): PopulationRecord {
  const [mean, sd] = one.initial;
  return population(lifCurrExp, sizeAt(one, scale), {
    parameters: {
      c_m: "250 pF",
      tau_m: "10 ms",
      v_rest: "-65 mV",
      v_reset: "-65 mV",
      v_threshold: "-50 mV",
      tau_refrac: "2 ms",
      tau_syn_exc: `${synapticDecay} ms`,
      tau_syn_inh: `${synapticDecay} ms`,
      i_offset: `${constantCurrent(one, scale, drive)} pA`,
    },
    initial: { v: { draw: "normal", mean: `${mean} mV`, sd: `${sd} mV` } },
  });
}

/** A half is rounded to the even neighbour, so that sizes equal those of the compared simulations. */
function sizeAt({ size }: CircuitPopulation, scale: number): number {
  const share = size * scale;
  const below = Math.floor(share);
  const isHalf = share - below === 0.5;
  return Math.max(1, isHalf ? below + (below % 2) : Math.round(share));
}

function connect(from: CircuitPopulation, to: CircuitPopulation, scale: number): ProjectionDraft[] {
  // In-degrees and targets shrink equally.
  const n = Math.round(synapseCount(from, to) * scale * scale);
  if (n === 0) return [];
  const weight = meanWeight(from, to) / Math.sqrt(scale);
  const isExcitatory = excites(from);
  const delay = isExcitatory ? 1.5 : 0.75;
  return [
    projection(from.name, to.name, {
      connector: fixedTotal({ n, autapses: true, multapses: true }),
      receptor: isExcitatory ? "excitatory" : "inhibitory",
      // Values with the wrong sign, or that round to less than a step, are drawn again.
      weight: {
        draw: "normal",
        mean: `${weight} pA`,
        sd: `${0.1 * Math.abs(weight)} pA`,
        ...(isExcitatory ? { min: "0 pA" } : { max: "0 pA" }),
      },
      delay: { draw: "normal", mean: `${delay} ms`, sd: `${delay / 2} ms`, min: "0.05 ms" },
    }),
  ];
}

function background({ name, external }: CircuitPopulation, scale: number) {
  return poissonInput(name, {
    receptor: "excitatory",
    rate: `${external * scale * externalRate} Hz`,
    weight: `${externalWeight / Math.sqrt(scale)} pA`,
  });
}

function checkScale(scale: number): void {
  if (scale > 0 && scale <= 1) return;
  throw CIRCUIT_SCALE({ place: "scale", got: String(scale) });
}

/** With a current that makes no neuron fire by itself, a circuit has a silent state and falls into it. */
function checkCurrents(scale: number): void {
  for (const one of circuit) {
    const current = constantCurrent(one, scale, "dc");
    if (current >= rheobase) continue;
    throw CIRCUIT_DRIVE({
      place: `population ${one.name} at scale ${scale}`,
      expected: `at least ${rheobase} pA`,
      got: `${current.toFixed(1)} pA`,
    });
  }
}
