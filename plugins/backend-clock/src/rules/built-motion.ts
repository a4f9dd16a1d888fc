import type { Motion, SynapseProgram } from "@spikeloom/program";
import type { LaidRule, MotionKind } from "./laid-rule.ts";
import type { MotionEntry } from "./motion-table.ts";

/** How variables of one kind move between events, and where the coefficients lie. */
export interface BuiltMotion {
  readonly states: readonly (readonly string[])[];
  readonly entries: readonly MotionEntry[];
  readonly own: Motion["own"];
  /** What brings a weight that moves back within its bounds. */
  readonly movedWeight: SynapseProgram["movedWeight"];
  readonly precision: "f64" | "f32";
  readonly dt: number;
}

/** Say how variables of one kind move. */
export function builtMotion(
  { ruled, tables, precision, dt }: LaidRule,
  kind: MotionKind,
): BuiltMotion {
  const { systems, own } = ruled.program.motion[kind];
  const states = systems.map((system) => system.states);
  const { movedWeight } = ruled.program;
  return { states, own, movedWeight, entries: tables[kind].entries, precision, dt };
}

/** The variables that move between events. */
export function movingStates({ states, own }: BuiltMotion): readonly string[] {
  return [...states.flat(), ...own.map(({ state }) => state)];
}
