import { oneOf } from "./attributes-of.ts";
import type { Component } from "./component.ts";
import type { Populated } from "./component-of.ts";
import { numberOut, quantityOut } from "./quantity-out.ts";
import { isKnown, valuesOf } from "./standard-cells.ts";
import type { Writing } from "./writing.ts";

/** Coefficients of the author's programs, except for some of the twenty patterns. */
const usual: Readonly<Record<string, number>> = {
  q_2: 0.04,
  q_1: 5,
  q_0: 140,
  v_u: 0,
  u_decay: 1,
  i_offset: 0,
};

const names: ReadonlySet<string> = new Set(["izhikevich", "izhikevich-2003"]);

/**
 * Write Izhikevich's neuron of 2003 as an izhikevichCell, whose current is dimensionless.
 *
 * It equals the current divided by the capacitance in mV/ms. Undefined for other models and coefficients.
 */
export function izhikevichCell(writing: Writing, populated: Populated): Component | undefined {
  const { model, parameters, initial } = populated.resolved;
  const known = names.has(model.name) ? writing.stack.find("neuron", model.name) : undefined;
  if (known === undefined || !isKnown(model, known)) return undefined;
  const values = valuesOf(populated);
  if (Object.entries(usual).some(([name, value]) => (values.get(name) ?? value) !== value)) {
    return undefined;
  }
  const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => values.get(name) ?? 0);
  const first = (name: string) => {
    const value = initial.get(name)?.value ?? 0;
    return oneOf(writing, value, `populations.${populated.name}.initial.${name}`);
  };
  return {
    element: "izhikevichCell",
    attached: "1",
    injected: 1 / (values.get("c_m") ?? 1),
    hasStart: true,
    synapses: [],
    clamps: [],
    write(id) {
      for (const [name, { value }] of parameters) {
        oneOf(writing, value, `populations.${populated.name}.parameters.${name}`);
      }
      const [v, u] = [first("v"), first("u")];
      if (Math.abs(u - v * (b ?? 0)) > 1e-9 * Math.abs(u)) {
        const message = `Its initial value is ${u} mV; an izhikevichCell starts it at b times its potential.`;
        writing.lose("initial", `populations.${populated.name}.initial.u`, message);
      }
      const thresh = quantityOut(values.get("v_threshold") ?? 0, "mV", "thresh");
      const numbers = Object.entries({ a, b, c, d }).map(([name, value]) => [
        name,
        numberOut(value ?? 0, "1", name),
      ]);
      const attributes = {
        id,
        v0: quantityOut(v, "mV", "v0"),
        thresh,
        ...Object.fromEntries(numbers),
      };
      return { name: "izhikevichCell", attributes };
    },
  };
}
