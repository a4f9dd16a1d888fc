import type { Slot, SlotRole } from "../neurons/step-program.ts";

/** Give a name of a program as a reader of equations writes it. */
export function readableName(text: string): string {
  return text.replaceAll(/\W/gu, "_");
}

/** What comes before the part of the model that a slot belongs to. */
const before: Readonly<Record<SlotRole, string>> = {
  state: "",
  parameter: "",
  input: "",
  receptor: "arrived_",
  refractory: "refractory_",
  edge: "edge_",
  coefficient: "c_",
  draw: "draw_",
  carried: "",
  kept: "",
  observed: "",
  adjoint: "adjoint_",
  tangent: "tangent_",
};

/** Give a slot as a reader of equations writes it. */
export function readableSlot({ role, of }: Slot): string {
  return readableName(before[role] + of);
}

/** The variable, or the meaning, of a name that a lowering has numbered: `v` of `v.3`. */
export function hintOf(text: string): string {
  const dot = text.lastIndexOf(".");
  return dot < 0 ? text : text.slice(0, dot);
}

/** Gives names that nothing else has. */
export interface FreshNames {
  of(base: string): string;
}

/** Start giving names, beside those that are taken. */
export function freshNames(taken: Iterable<string>): FreshNames {
  const known = new Set(taken);
  return {
    of(base) {
      let found = base;
      for (let count = 1; known.has(found); count++) found = `${base}_${count}`;
      known.add(found);
      return found;
    },
  };
}
