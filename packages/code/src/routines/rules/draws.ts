import {
  type DrawnLet,
  type EventProgram,
  eventsOf,
  isDrawn,
  type SynapseProgram,
} from "@spikeloom/program";
import { type Stream, stream, streamKey } from "@spikeloom/random";
import type { RuleArrays } from "./rule-arrays.ts";

/** Test whether events of a synapse draw anything; each then needs a number. */
export function drawsIn(program: SynapseProgram): boolean {
  return eventsOf(program).some(drawsAt);
}

/** Whether an event draws. */
export function drawsAt({ lets }: EventProgram): boolean {
  return lets.some(isDrawn);
}

/** List all draws of a synapse's events; code refers to a draw by its index. */
export function drawsOf(program: SynapseProgram): readonly DrawnLet[] {
  return eventsOf(program).flatMap(({ lets }) => lets.filter(isDrawn));
}

/** Draws for an event of a synapse: the arguments of `askDrawn`. */
export type EventDraw = (
  rule: number,
  kind: number,
  draw: number,
  own: number,
  place: number,
  step: number,
  argument: number,
) => number;

// Indices in a row are below this, so that an index and a step form one number below 2^53.
export const placeBits = 21;

const mostPlaces = 2 ** placeBits;

/** Create the draws for events: fixed by synapse, step and index of the draw. */
export function eventDraw(
  { seed, trial }: { readonly seed: number; readonly trial: number },
  rules: readonly Pick<RuleArrays, "number" | "program">[],
): EventDraw {
  const streams = new Map<number, readonly Stream[]>(
    rules.map(({ number, program }) => [
      number,
      drawsOf(program).map(({ key }) => stream(streamKey(seed, key, trial), 0)),
    ]),
  );
  return (rule, kind, draw, own, place, step, argument) => {
    const from = streams.get(rule)?.[draw] as Stream;
    from.seek(own >>> 0, (step + 1) * mostPlaces + place);
    if (kind === 0) return from.uniform();
    return kind === 1 ? from.normal() : from.poisson(argument);
  };
}
