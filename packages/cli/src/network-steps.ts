import type { FormatThing, NetworkRecord } from "@spikeloom/kernel";
import { readTime, resolveConvention } from "@spikeloom/network";
import { NO_STEPS } from "./errors.ts";

/** Step and convention instead of the network's own. */
export interface NetworkSteps {
  /** Duration of a step, such as `"0.1 ms"`. */
  readonly dt?: string | undefined;
  /** A step convention by its name. */
  readonly convention?: string | undefined;
}

/** Names of the two options, for errors. */
type StepPlaces = Readonly<Record<keyof NetworkSteps, string>>;

const commandPlaces: StepPlaces = { dt: "--dt", convention: "--convention" };

/** Change the step of a network; refuses an invalid time or name. */
export function withSteps(
  network: NetworkRecord,
  { dt, convention }: NetworkSteps,
  places: StepPlaces = commandPlaces,
): NetworkRecord {
  if (dt !== undefined) readTime(dt, places.dt);
  if (convention !== undefined) resolveConvention(convention, places.convention);
  return {
    ...network,
    ...(dt !== undefined && { dt }),
    ...(convention !== undefined && { convention }),
  };
}

/** Change the step of an input; refuses contents other than a network, which have none. */
export function thingWithSteps(
  thing: FormatThing,
  steps: NetworkSteps & { readonly file: string },
  places: StepPlaces = commandPlaces,
): FormatThing {
  const { dt, convention, file } = steps;
  if (dt === undefined && convention === undefined) return thing;
  if (thing.holds === "network") {
    return { ...thing, network: withSteps(thing.network, { dt, convention }, places) };
  }
  const place = dt === undefined ? places.convention : places.dt;
  throw NO_STEPS({ place, file, holds: thing.holds });
}
