import type { IntegratorRecord, LeadingScheme } from "@spikeloom/kernel";

/** Integration scheme of equations, with its sub-steps. */
export interface Scheme {
  readonly name: string;
  readonly handles: IntegratorRecord["handles"];
  readonly noise: IntegratorRecord["noise"];
  readonly order: number;
  readonly stages: Readonly<Record<string, string>> | undefined;
  readonly update: string | undefined;
  readonly leading: LeadingScheme | undefined;
  readonly guard: string | undefined;
  readonly linear: "exact" | undefined;
  /** Number of equal sub-steps per step. */
  readonly subSteps: number;
}

/** Extract from an integrator the part that advances equations. */
export function schemeOf(
  { name, handles, noise, order, stages, update, leading, guard, linear }: IntegratorRecord,
  subSteps: number,
): Scheme {
  return { name, handles, noise, order, stages, update, leading, guard, linear, subSteps };
}
