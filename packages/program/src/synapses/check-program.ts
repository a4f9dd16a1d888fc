import { type Expression, freeNames } from "@spikeloom/equations";
import { NOT_COMPILED } from "../errors.ts";
import type { Assignments, EventProgram, SynapseProgram } from "./synapse-program.ts";

/**
 * Reject a program that reads values unavailable at that point, or has time-dependent dynamics.
 *
 * `place` names the models from which it is lowered.
 */
export function checkProgram(program: SynapseProgram, place: string): void {
  checkMotions(program, place);
  const ends = [...program.reads, ...program.filters];
  const known = new Set([
    ...["t", ...program.synapse, ...program.source, ...program.target, ...program.common],
    ...program.modulators,
    ...ends.map(({ name }) => name),
  ]);
  const { pre, post, named, deliver, step, coupling } = program;
  checkEvent(pre, {
    known,
    place: `${place} on.pre`,
    also: deliver === undefined ? [] : [deliver],
  });
  if (post !== undefined) checkEvent(post, { known, place: `${place} on.post` });
  for (const [event, what] of named) checkEvent(what, { known, place: `${place} on.${event}` });
  for (const sets of [step?.synapse ?? [], step?.source ?? []]) {
    checkEvent({ lets: [], sets }, { known, place: `${place} dynamics` });
  }
  const couplings = coupling.map(({ value }) => value);
  checkNames(couplings, { known, place: `${place} coupling` });
  for (const { name, of, input } of program.filters) {
    const own = new Set(["t", ...ends.flatMap((one) => (one.of === of ? [one.name] : []))]);
    checkNames([input], { known: own, place: `${place} traces.${name}.input` });
  }
}

interface Scope {
  readonly known: ReadonlySet<string>;
  readonly place: string;
}

function checkEvent(
  { lets, sets }: EventProgram,
  { known, place, also = [] }: Scope & { readonly also?: readonly Expression[] },
): void {
  const all = new Set(known);
  for (const one of lets) {
    checkNames("value" in one ? [one.value] : one.args, { known: all, place });
    all.add(one.name);
  }
  checkNames([...valuesOf(sets), ...also], { known: all, place });
}

function valuesOf(sets: Assignments): readonly Expression[] {
  return sets.map(([, value]) => value);
}

function checkNames(values: readonly Expression[], { known, place }: Scope): void {
  const missing = values.flatMap((value) => [...freeNames(value)]).find((read) => !known.has(read));
  if (missing === undefined) return;
  throw NOT_COMPILED({
    place,
    message: `"${missing}" has no value here.`,
    next: `It can read ${[...known].slice(0, 12).join(", ")}.`,
  });
}

function checkMotions({ motion, synapse, step }: SynapseProgram, place: string): void {
  for (const { systems, own } of Object.values(motion)) {
    for (const { states, numeric } of systems) {
      if ([...numeric.a, ...numeric.b].every(Number.isFinite)) continue;
      throw NOT_COMPILED({
        place: `${place} dynamics.${states[0] ?? ""}`,
        message: "A coefficient of this equation is not a finite number.",
        next: "Change the values of the parameters: a time constant must be above 0.",
      });
    }
    for (const { state } of own) {
      if (synapse.includes(state)) continue;
      throw NOT_COMPILED({
        place: `${place} dynamics.${state}`,
        message:
          "Many synapses share this value, but it depends on a value that differs between them.",
        next: "Use one value for the whole projection for the parameters that it reads.",
      });
    }
  }
  // The coefficients of a variable's motion must be constant between events.
  const stepped = new Set(step?.synapse.map(([variable]) => variable));
  const resting = new Set(["elapsed", ...synapse.filter((variable) => !stepped.has(variable))]);
  for (const { state, next } of motion.synapse.own) {
    const read = [...freeNames(next)].find((name) => !resting.has(name));
    if (read === undefined) continue;
    throw NOT_COMPILED({
      place: `${place} dynamics.${state}`,
      message: `"${read}" changes between events, so this has no closed form from one to the next.`,
      next: 'Set "when" to "step" to integrate it at each step.',
    });
  }
}
