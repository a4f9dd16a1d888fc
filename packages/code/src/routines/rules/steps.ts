import type { Expression } from "@spikeloom/equations";
import type { Assignments, EventProgram, FilterProgram } from "@spikeloom/program";
import type { Value, Variable } from "../../form/graph.ts";
import type { Routine } from "../../form/routine.ts";
import { eachSynapse } from "./each-synapse.ts";
import { endsOf } from "./rows.ts";
import type { RuleArrays } from "./rule-arrays.ts";
import { setSynapse, storeSynapse, usedVariables } from "./synapses.ts";
import {
  chosen,
  type Names,
  namesIn,
  type RuleWriter,
  stepRoutine,
  storeNames,
  timeIfRead,
  valuesOf,
} from "./writer.ts";

/** Write the routine that advances all synapses by one step and sums their couplings. */
export function stepAll(rule: RuleArrays): Routine {
  const { coupling, step: moved = { synapse: [], source: [] } } = rule.program;
  // No model has such names.
  const couplings = coupling.map(({ into, value }, k) => {
    return { into, name: `coupled ${k}`, value };
  });
  const coupled = couplings.map(({ name, value }) => [name, value] as const);
  const event: EventProgram = { lets: [], sets: moved.synapse };
  const read = namesIn(event, moved.source, coupled);
  const used = usedVariables(rule, [event], namesIn(coupled));
  const changed = moved.synapse.map(([variable]) => variable);
  const about = "Advances all synapses by a step, and sums their couplings.";
  return stepRoutine(rule, { name: "step_all", about }, (w, step) => {
    const { b } = w;
    const walk = { step, read, used, ofSource: moved.source };
    // Variables that evolve from event to event keep the value after their last event; only a copy is advanced.
    eachSynapse(w, walk, (synapse, names) => {
      const values = valuesOf(w, [...moved.synapse, ...coupled], names);
      const sums = couplings.flatMap(({ into, name }) => {
        const value = values.get(name);
        const sum: Variable = { name, type: rule.precision };
        return value === undefined ? [] : [{ into, sum, value }];
      });
      const pairs = sums.map(({ sum, value }) => [sum, value] as const);
      setSynapse(w, synapse, values, pairs);
      storeSynapse(w, synapse, changed, { withLast: false });
      for (const { into, sum } of sums) {
        const array = rule.inputs.get(into);
        if (array !== undefined) b.atomicAdd(array, synapse.target, b.get(sum));
      }
    });
  });
}

/** Write the routine that advances the traces that follow variables of the neurons. */
export function stepFilters(rule: RuleArrays): Routine {
  const about = "Advances the traces that follow variables of neurons.";
  return stepRoutine(rule, { name: "step_filters", about }, (w, step) => {
    const { b } = w;
    for (const end of ["pre", "post"] as const) {
      const own = rule.program.filters.filter((filter) => filter.of === end);
      if (own.length === 0) continue;
      const size = end === "pre" ? rule.table.sources : rule.part.size;
      const t = timeIfRead(w, namesIn(own.map(followed)), step);
      b.for({ name: "place", from: b.i32(0), to: b.i32(size) }, (at) =>
        stepFilter(w, own, { end, at, t }),
      );
    }
  });
}

/** Advance the traces that follow a neuron at one end. */
export function stepFilter(
  w: RuleWriter<"program" | "ends" | "precision">,
  own: readonly FilterProgram[],
  { end, at, t }: { readonly end: "pre" | "post"; readonly at: Value; readonly t: Names },
): void {
  const { b, rule } = w;
  const next = own.map(followed);
  const arrays = chosen(rule.ends, new Set(own.map(({ name }) => name)));
  const names = new Map([...t, ...endsOf(w, { of: end, at, read: namesIn(next) })]);
  storeNames(w, arrays, at, b.keepAll(valuesOf(w, next, names)));
}

/** A trace after a step: it covers a fraction of the distance to its input. */
export function followed({ name: text, input, share }: FilterProgram): Assignments[number] {
  const name: Expression = { kind: "name", name: text };
  const way: Expression = { kind: "subtract", left: input, right: name };
  const part: Expression = {
    kind: "multiply",
    left: way,
    right: { kind: "number", value: share },
  };
  return [text, { kind: "add", left: name, right: part }];
}
