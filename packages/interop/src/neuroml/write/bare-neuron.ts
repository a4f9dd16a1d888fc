import type { NeuronRecord } from "@spikeloom/kernel";

/**
 * Remove the receptors from a neuron, because NeuroML attaches synapses from outside; their states are zero.
 *
 * Numerical details are removed too: spike times within a step, and explicit forward Euler steps, which are replaced by
 * their equations.
 */
export function bareNeuron(model: NeuronRecord, closed: readonly string[]): NeuronRecord {
  const { receptors: _, step, spike, state = {}, expressions = {}, dynamics, ...rest } = model;
  const isOpen = ([name]: readonly [string, unknown]) => !closed.includes(name);
  const zero = (text: string) =>
    closed.reduce((before, name) => {
      const { unit = "1" } = state[name] ?? {};
      return before.replace(new RegExp(`\\b${name}\\b`, "g"), unit === "1" ? "0" : `(0*${unit})`);
    }, text);
  const zeroAll = (texts: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(texts)
        .filter(isOpen)
        .map(([name, text]) => [name, zero(text)]),
    );
  const derivatives = step === undefined ? dynamics : derivativesOf(step);
  const { within: __, ...found } = spike ?? {};
  const bare = {
    ...rest,
    state: Object.fromEntries(Object.entries(state).filter(isOpen)),
    expressions: Object.fromEntries(
      Object.entries(expressions).map(([name, one]) => [name, { ...one, value: zero(one.value) }]),
    ),
    ...(derivatives === undefined ? { step } : { dynamics: zeroAll(derivatives) }),
    ...(spike !== undefined && { spike: found }),
  };
  return Object.fromEntries(
    Object.entries(bare).filter(([, value]) => value !== undefined),
  ) as unknown as NeuronRecord;
}

/** Derivatives of forward Euler steps; undefined for other steps. */
function derivativesOf(
  step: NonNullable<NeuronRecord["step"]>,
): Readonly<Record<string, string>> | undefined {
  const found: Record<string, string> = {};
  for (const [name, text] of step.flatMap((group) => Object.entries(group))) {
    const derivative = new RegExp(`^${name} \\+ dt \\* (.*)$`, "s").exec(text)?.[1];
    if (derivative === undefined || Object.hasOwn(found, name)) return undefined;
    found[name] = derivative;
  }
  return found;
}
