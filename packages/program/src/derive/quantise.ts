import type { SynapseValue } from "@spikeloom/network";
import { NOT_DERIVED } from "../errors.ts";
import type { NetworkProgram, PopulationProgram, ProjectionProgram } from "../network-program.ts";
import type { StepProgram } from "../neurons/step-program.ts";
import { checkFormat, type Rounded, roundedNumber } from "./fixed-point.ts";
import { type Quantisation, quantiseStep, type StepFormats } from "./quantise-step.ts";

/**
 * Convert a network to fixed point: states, intermediate values and weights.
 *
 * Everything else, including the connectivity, is unchanged. Plastic and dynamic synapses have no fixed-point form.
 */
export function quantise(program: NetworkProgram, quantisation: Quantisation): NetworkProgram {
  const { weights: format, rounding, overflow } = quantisation;
  checkFormat(format, "weights");
  const populations = [...program.populations].map(([name, one]) => {
    if (one.quantised !== undefined) throw quantisedAlready(name);
    return [name, quantisePopulation(one, quantisation)] as const;
  });
  const projections = program.projections.map((one): ProjectionProgram => {
    const { dynamic, name } = one;
    if (dynamic !== undefined) {
      throw NOT_DERIVED({
        message: `The synapses of "${name}" do more than transmit a weight.`,
        next: "Remove their synapse model and their plasticity rule.",
      });
    }
    return { ...one, rounded: { ...format, rounding, overflow } };
  });
  return { ...program, populations: new Map(populations), projections };
}

/** Quantise any requested step of a population; those of the network are quantised once. */
function quantisePopulation(
  population: PopulationProgram,
  { state, values, rounding, overflow }: Quantisation,
): PopulationProgram {
  const quantised: StepFormats = { state, values, rounding, overflow };
  const known = new WeakMap<StepProgram, StepProgram>();
  return {
    ...population,
    quantised,
    step(request) {
      const exact = population.step(request);
      const found = known.get(exact) ?? quantiseStep(exact, quantised);
      known.set(exact, found);
      return found;
    },
  };
}

function quantisedAlready(population: string): Error {
  return NOT_DERIVED({
    message: `Population "${population}" is in fixed point already.`,
    next: "Quantise the program in real numbers, once for each format.",
  });
}

/** Round values of synapses as they are drawn. */
export function roundedValues(values: SynapseValue, format: Rounded): SynapseValue {
  if (values.constant !== undefined) return { constant: roundedNumber(values.constant, format) };
  const { extent } = values;
  const ends = extent?.map((end) => roundedNumber(end, format)) as typeof extent;
  return {
    // Weights beyond the range saturate, so their order is lost.
    extent: format.overflow === "saturate" ? ends : undefined,
    fill(row, out) {
      values.fill(row, out);
      for (let k = 0; k < row.partners.length; k++)
        out[k] = roundedNumber(out[k] as number, format);
    },
  };
}
