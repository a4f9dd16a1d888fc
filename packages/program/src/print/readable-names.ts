import type { Slot, SlotRole } from "../neurons/step-program.ts";

/** Return a program's name in the form used in equations. */
export function readableName(text: string): string {
  return text.replaceAll(/\W/gu, "_");
}

/** Prefix for slots, by role. */
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

/** Return a slot's name in the form used in equations. */
export function readableSlot({ role, of }: Slot): string {
  return readableName(before[role] + of);
}

/** Return the variable or meaning of a name numbered during lowering: `v` of `v.3`. */
export function hintOf(text: string): string {
  const dot = text.lastIndexOf(".");
  return dot < 0 ? text : text.slice(0, dot);
}

/** Generates unique names. */
export interface FreshNames {
  of(base: string): string;
}

/** Start generating names that differ from those already taken. */
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
