import { findFunction } from "../builtin-functions.ts";
import type { Expression } from "../expression.ts";
import { calledFunctions, freeNames } from "../names.ts";
import { MODEL_FIELDS, MODEL_NOISE, MODEL_SCOPE, MODEL_TARGET } from "./errors.ts";
import type { ParsedPlasticity, ParsedTrace } from "./parsed.ts";
import { placeIn, type Reading } from "./reading.ts";

type Rule = Pick<
  ParsedPlasticity,
  "traces" | "on" | "state" | "reads" | "expressions" | "dynamics" | "parameters"
>;

/**
 * Check the increments, reads and initial values of traces.
 *
 * A trace belongs to a neuron, not to one of its synapses, so only that neuron's spikes increment it, by an amount that does not
 * depend on the synapse.
 */
export function checkTraceSides(reading: Reading, rule: Rule): void {
  for (const [event, assignments] of rule.on) {
    const side = event === "pre" || event === "post" ? event : "global";
    for (const [name, value] of assignments) {
      const trace = rule.traces.get(name);
      if (trace === undefined) continue;
      const path = `on.${event}.${name}`;
      if (trace.of === side && trace.input === undefined) {
        checkRaise(reading, rule, { trace, value, path });
      } else {
        const place = placeIn(reading, path);
        reading.errors.push(MODEL_SCOPE({ place, ...wrongEvent(name, trace, event) }));
      }
    }
  }
  for (const trace of rule.traces.values()) {
    if (trace.input === undefined) checkStart(reading, trace);
    else checkInput(reading, rule, { trace, input: trace.input });
    if (!rule.dynamics.has(trace.name)) continue;
    const place = placeIn(reading, `dynamics.${trace.name}`);
    const message = `The trace "${trace.name}" has its own decay.`;
    reading.errors.push(MODEL_TARGET({ place, message, next: "Declare it as a state." }));
  }
}

function wrongEvent(
  name: string,
  { of, input }: ParsedTrace,
  event: string,
): { readonly message: string; readonly next: string } {
  if (input !== undefined) {
    const message = `The trace "${name}" follows its input, so the event "${event}" cannot set it.`;
    return { message, next: 'Remove "input", or the effect of the event.' };
  }
  const events = of === "global" ? "named events" : `spikes of "${of}"`;
  return {
    message: `The event "${event}" cannot change the trace "${name}" of "${of}".`,
    next: `Change it at ${events}, or use a state of each synapse instead.`,
  };
}

interface Raise {
  readonly trace: ParsedTrace;
  readonly value: Expression;
  readonly path: string;
}

function checkRaise(reading: Reading, rule: Rule, { trace, value, path }: Raise): void {
  const place = placeIn(reading, path);
  const { names, functions } = allReads(rule, value);
  for (const read of names) {
    const other = rule.traces.get(read);
    const isOwn = other !== undefined && other.of === trace.of && other.input === undefined;
    const isFactor = trace.of === "global" && reading.names.get(read)?.role === "modulator";
    if (isOwn || isFactor || isFixed(reading, rule, read)) continue;
    const message = `An increment of the trace "${trace.name}" of "${trace.of}" cannot read "${read}".`;
    const expected = `parameters and traces of "${trace.of}"`;
    reading.errors.push(MODEL_SCOPE({ place, message, expected, got: read }));
  }
  const draw = functions.find((name) => findFunction(name)?.stochastic);
  if (draw === undefined) return;
  const message = `An increment of a trace that many synapses read cannot use ${draw}().`;
  reading.errors.push(
    MODEL_NOISE({ place, message, next: "Use a state of each synapse instead." }),
  );
}

/** Test whether a name denotes a constant, or a part whose own reads are checked separately. */
function isFixed(reading: Reading, rule: Rule, name: string): boolean {
  if (rule.parameters.has(name) || rule.expressions.has(name)) return true;
  // Constants such as `pi` are not declared; `t` and similar names change.
  const changing = ["t", "t_in_timesteps", "i", "j", "N", "delay"];
  return !reading.names.has(name) && !changing.includes(name);
}

/** List the names and functions that an expression reads, directly or through named parts. */
function allReads(
  { expressions }: Rule,
  value: Expression,
): { readonly names: ReadonlySet<string>; readonly functions: readonly string[] } {
  const names = new Set<string>(freeNames(value));
  const functions = new Set<string>(calledFunctions(value));
  for (const name of names) {
    const part = expressions.get(name)?.value;
    if (part === undefined) continue;
    for (const read of freeNames(part)) names.add(read);
    for (const called of calledFunctions(part)) functions.add(called);
  }
  return { names, functions: [...functions] };
}

function checkStart(reading: Reading, { name, initial }: ParsedTrace): void {
  if (initial.kind === "number" && initial.value === 0) return;
  const message = `The trace "${name}" must start at 0, because it filters past spikes.`;
  const place = placeIn(reading, `traces.${name}.initial`);
  reading.errors.push(MODEL_FIELDS({ place, message, next: 'Remove "initial".' }));
}

function checkInput(
  reading: Reading,
  rule: Rule,
  { trace: { name, of }, input }: { readonly trace: ParsedTrace; readonly input: Expression },
): void {
  const place = placeIn(reading, `traces.${name}.input`);
  if (of === "global") {
    const message = `A trace shared by all synapses cannot follow a variable of neurons, as "${name}" does.`;
    const next = 'Remove "input", or make it a trace of "pre" or "post".';
    reading.errors.push(MODEL_FIELDS({ place, message, next }));
    return;
  }
  for (const read of allReads(rule, input).names) {
    const other = rule.traces.get(read);
    const isFollowing = other !== undefined && other.of === of && other.input !== undefined;
    if (isFollowing || read === "t" || rule.reads.get(read)?.of === of) continue;
    if (isFixed(reading, rule, read)) continue;
    const message = `The trace "${name}" of "${of}" cannot follow "${read}".`;
    const expected = `variables of "${of}", traces that follow them, and parameters`;
    reading.errors.push(MODEL_SCOPE({ place, message, expected, got: read }));
  }
}
