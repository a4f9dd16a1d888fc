import { defineError, type ErrorFactory } from "@spikeloom/kernel";

/** A random function that compiled equations cannot draw from. */
export const UNSUPPORTED_DRAW: ErrorFactory<{ readonly name: string }> = defineError(
  "SL_UNSUPPORTED_DRAW",
  ({ name }) => ({
    message: `Compiled equations can't draw from "${name}".`,
    expected: "rand(), randn() or xi",
    next: "Use a Poisson stimulus or a Poisson population for spikes drawn from a rate.",
  }),
);

/** A receptor whose effect does not depend on the sum of the weights alone. */
export const NONLINEAR_RECEPTOR: ErrorFactory<{
  readonly model: string;
  readonly receptor: string;
  readonly variable: string;
}> = defineError("SL_NONLINEAR_RECEPTOR", ({ model, receptor, variable }) => ({
  message: `An arriving spike changes "${variable}" by more than a multiple of the weight.`,
  place: `neuron "${model}" receptors.${receptor}.on.${variable}`,
  expected: `"${variable} + factor * weight" with a factor that the spike doesn't change`,
  next: "Move the nonlinearity into the dynamics.",
}));

/** A malformed integration scheme. */
export const SCHEME: ErrorFactory<{ readonly integrator: string; readonly message: string }> =
  defineError("SL_SCHEME", ({ integrator, message }) => ({
    message,
    place: `integrator "${integrator}"`,
    next: "Compare with the integrators of @spikeloom/integrators.",
  }));

/** An integrator that cannot advance these equations. */
export const INTEGRATOR_MISFIT: ErrorFactory<{
  readonly model: string;
  readonly integrator: string;
  readonly reason: string;
}> = defineError("SL_INTEGRATOR_MISFIT", ({ model, integrator, reason }) => ({
  message: `The integrator "${integrator}" can't advance this model: ${reason}.`,
  place: `neuron "${model}"`,
  next: "Choose another integrator, or leave the choice to the analysis.",
}));

/** A model feature that cannot be compiled to a step program. */
export const NOT_COMPILED: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}> = defineError("SL_NOT_COMPILED", (fault) => fault);

/** A stimulus that targets a missing receptor or input. */
export const STIMULUS: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly next?: string | undefined;
}> = defineError("SL_STIMULUS", ({ place, message, next }) => ({ message, place, next }));

/** A stimulus value that is NaN, infinite or negative. */
export const STIMULUS_VALUE: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next?: string;
}> = defineError("SL_STIMULUS_VALUE", (text) => text);

/** A Poisson stimulus with more spikes per step than count tables cover. */
export const DRIVE_RATE: ErrorFactory<{
  readonly place: string;
  readonly rate: string;
  readonly count: number;
  readonly dt: number;
  readonly most: number;
  readonly mean: number;
}> = defineError("SL_DRIVE_RATE", ({ place, rate, count, dt, most, mean }) => ({
  message: "A Poisson stimulus has too many spikes in one step.",
  place,
  expected: `at most ${most} for each target and step on average`,
  got: `${mean}: ${count} ${count === 1 ? "source" : "sources"} of ${rate} in steps of ${dt} ms`,
  next: "Shorten the step, or split the count between several stimuli.",
}));

/** A binomial source that would send more than one spike in a step. */
export const DRIVE_CHANCE: ErrorFactory<{
  readonly place: string;
  readonly rate: string;
  readonly dt: number;
  readonly chance: number;
}> = defineError("SL_DRIVE_CHANCE", ({ place, rate, dt, chance }) => ({
  message: "A source of binomial counts sends at most one spike in a step.",
  place,
  expected: "a rate times the step of at most 1",
  got: `${chance}: ${rate} in steps of ${dt} ms`,
  next: 'Shorten the step, use more sources with a lower rate, or remove "counts".',
}));

/** A source whose interval, rate or window yields no spike train. */
export const SOURCE_VALUE: ErrorFactory<{
  readonly place: string;
  readonly neuron: number;
  /** Name of the value: `the interval at 3 ms`. */
  readonly what: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}> = defineError("SL_SOURCE_VALUE", ({ place, neuron, what, expected, got, next }) => ({
  message: `No spikes can be drawn for neuron ${neuron} from ${what}.`,
  place,
  expected,
  got,
  next,
}));

/** An unknown population, variable or recorder. */
export const NOT_RECORDED: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_NOT_RECORDED", ({ place, message, expected, got }) => ({
  message,
  place,
  expected,
  got,
}));

/** No drawn interval exceeds the time since the last spike. */
export const INTERVAL_REDRAWN: ErrorFactory<{
  readonly place: string;
  readonly at: number;
  readonly age: number;
  readonly draws: number;
}> = defineError("SL_INTERVAL_REDRAWN", ({ place, at, age, draws }) => ({
  message: `No interval is long enough where its distribution changes, at ${at} ms.`,
  place,
  expected: `an interval above ${age} ms, the time since the last spike`,
  got: `none in ${draws} draws`,
  next: "Let the interval read age, for example: scale * gamma_above(shape, age / scale).",
}));

/** A synapse model or plasticity rule with an unsupported feature. */
export const RULE: ErrorFactory<{
  readonly place: string;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly got?: string | undefined;
  readonly next?: string | undefined;
}> = defineError("SL_SYNAPSE_RULE", (text) => text);

/** A malformed program file. */
export const PROGRAM_FILE: ErrorFactory<{
  readonly place: string;
  readonly expected: string;
  readonly got: string;
}> = defineError("SL_PROGRAM_FILE", ({ place, expected, got }) => ({
  message: "This is not a program of a network.",
  place,
  expected,
  got,
  next: "Write the program again with writeProgram.",
}));

/** A program that cannot be converted to the requested form. */
export const NOT_DERIVED: ErrorFactory<{ readonly message: string; readonly next: string }> =
  defineError("SL_NOT_DERIVED", (text) => ({ ...text, place: "a derived program" }));

/** A population whose equations have no closed form between events. */
export const NOT_SOLVED: ErrorFactory<{
  readonly place: string;
  readonly got: string;
  readonly next: string;
}> = defineError("SL_NOT_SOLVED", (fault) => ({
  ...fault,
  message: "The equations have no closed form between events.",
  expected: "linear equations that drive only later ones, with a threshold and a linear reset",
}));
