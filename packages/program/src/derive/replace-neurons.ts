import { type Expression, substitute } from "@spikeloom/equations";
import type { ConventionRecord, SynapseRecord } from "@spikeloom/kernel";
import type { NamedValue } from "@spikeloom/network";
import { NOT_DERIVED } from "../errors.ts";
import type { NetworkProgram, PopulationProgram, ProjectionProgram } from "../network-program.ts";
import type { NeuronForm } from "../neurons/neuron-form.ts";
import { scheduleOf } from "../schedule.ts";
import { stepsOf } from "../steps-of.ts";
import { type DynamicSynapses, modelSynapses } from "../synapses/dynamic-synapses.ts";

/** Neurons that take the place of a population's. */
export interface NeuronReplacement {
  /** A form with its own update, such as the integer arithmetic of a chip. */
  readonly form: NeuronForm;
  readonly parameters: ReadonlyMap<string, NamedValue>;
  readonly initial: ReadonlyMap<string, NamedValue>;
  /** Expressions that are recorded; those of the population by default. */
  readonly observed?: readonly string[] | undefined;
}

/** Changes to a projection. */
export interface ProjectionReplacement {
  /** Receptor of the new neurons. */
  readonly receptor: string;
  /** New weight, an expression of the present `weight`; unchanged by default. */
  readonly converted?: Expression | undefined;
  /** Synapse model with its default parameters; none by default. */
  readonly synapse?: SynapseRecord | undefined;
  /** Synapses to keep, with their rule, in place of a model. */
  readonly kept?: DynamicSynapses | undefined;
}

/** Everything that differs in the new program. */
export interface NeuronReplacements {
  /** Conventions of the new neurons' step. */
  readonly convention: ConventionRecord;
  /** By name of the population; the others keep their neurons. */
  readonly populations: ReadonlyMap<string, NeuronReplacement>;
  /** By name of the projection. */
  readonly projections: ReadonlyMap<string, ProjectionReplacement>;
}

/**
 * Replace neurons of populations, their step, and the weights they receive.
 *
 * Connectivity, delays, sources, recorders and random numbers stay the same. Synapse models of replaced projections are dropped, unless they are
 * kept: the conversion, or the new synapse model, states what they transmit. Quantised programs and stimuli of replaced populations are refused.
 */
export function replaceNeurons(
  program: NetworkProgram,
  { convention, populations: replaced, projections: changed }: NeuronReplacements,
): NetworkProgram {
  const { dt, stimuli } = program;
  for (const { population } of stimuli) {
    if (!replaced.has(population)) continue;
    throw NOT_DERIVED({
      message: `A stimulus acts on population "${population}", whose neurons are replaced.`,
      next: "Replace the stimulus by a source and a projection.",
    });
  }
  const projections = program.projections.map((one): ProjectionProgram => {
    const change = changed.get(one.name);
    if (change === undefined) return one;
    const { synapse, receptor, converted, kept } = change;
    const dynamic = kept ?? (synapse && modelSynapses(one, synapse, { dt, convention }));
    return { ...one, dynamic, receptor, converted: chained(converted, one.converted) };
  });
  const populations = [...program.populations].map(([name, one]) => {
    if (one.quantised !== undefined) {
      throw NOT_DERIVED({
        message: `Population "${name}" is in fixed point already.`,
        next: "Replace the neurons of the program in real numbers.",
      });
    }
    const own = replaced.get(name);
    const fed = projections.flatMap(({ to, receptor }) =>
      to === name && receptor !== undefined ? [receptor] : [],
    );
    const observed = own?.observed === undefined ? one.feeds.observed : new Set(own.observed);
    const continuous: Omit<PopulationProgram, "step"> = {
      ...one,
      ...(own && {
        form: own.form,
        parameters: own.parameters,
        initial: own.initial,
        scheme: undefined,
        feeds: { inputs: new Set<string>(), receptors: new Set(fed), observed },
      }),
    };
    return [name, { ...continuous, step: stepsOf(continuous, { dt, convention }) }] as const;
  });
  return {
    ...program,
    convention,
    schedule: scheduleOf(convention),
    populations: new Map(populations),
    projections,
  };
}

/** Apply a conversion to weights that are converted already. */
function chained(
  converted: Expression | undefined,
  before: Expression | undefined,
): Expression | undefined {
  if (converted === undefined || before === undefined) return converted ?? before;
  return substitute(converted, new Map([["weight", before]]));
}
