import type { Expression } from "@spikeloom/equations";
import { needed } from "./document.ts";
import { expressionIn, type Flat } from "./flat.ts";
import { renamed } from "./tree.ts";

const zero: Expression = { kind: "number", value: 0 };

/** Find the initial value of each state variable, as an expression of parameters only. */
export function readStarts(flat: Flat): void {
  const given = new Map<string, Expression>();
  for (const node of flat.nodes) {
    const { dynamics } = node.component.type;
    for (const start of dynamics.filter(({ name }) => name === "OnStart")) {
      for (const element of start.children) {
        if (element.name !== "StateAssignment") continue;
        const name = flat.names.get(node)?.get(needed(element, "variable"));
        if (name === undefined) continue;
        given.set(name, expressionIn(flat, node, [needed(element, "value"), element]));
      }
    }
  }
  enterRegimes(flat, given);
  const known = new Map<string, Expression>();
  const startOf = (name: string, around: readonly string[]): Expression => {
    const variable = flat.variables.get(name);
    if (name === "t" || variable?.role === "input") return zero;
    if (variable === undefined || variable.role === "parameter") return { kind: "name", name };
    const found = known.get(name);
    if (found !== undefined) return found;
    // Cyclic definitions start at zero, like every LEMS state variable.
    if (around.includes(name)) return zero;
    const own = variable.start ?? variable.kept ?? given.get(name);
    const from = variable.role === "derived" ? variable.expression : own;
    const inside = [...around, name];
    const start = from === undefined ? zero : renamed(from, (each) => startOf(each, inside));
    known.set(name, start);
    return start;
  };
  for (const variable of flat.variables.values()) {
    if (variable.role === "state") variable.start ??= startOf(variable.name, []);
  }
}

/** Entry actions of the initial regime are applied at the start. */
function enterRegimes(flat: Flat, given: Map<string, Expression>): void {
  for (const node of flat.nodes) {
    const regimes = node.component.type.dynamics.filter(({ name }) => name === "Regime");
    const initial = regimes.find(({ attributes }) => attributes.get("initial") === "true");
    const entry = (initial ?? regimes[0])?.children.filter(({ name }) => name === "OnEntry") ?? [];
    for (const element of entry.flatMap(({ children }) => children)) {
      const name = flat.names.get(node)?.get(element.attributes.get("variable") ?? "");
      if (element.name !== "StateAssignment" || name === undefined) continue;
      given.set(name, expressionIn(flat, node, [needed(element, "value"), element]));
    }
  }
}
