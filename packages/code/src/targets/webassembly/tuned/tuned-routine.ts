import type { Routine } from "../../../form/routine.ts";
import type { Callable } from "../encoder/function.ts";
import type { ModuleBuilder } from "../encoder/module.ts";
import {
  type InlineCode,
  inlineRoutine,
  type RoutineOptions,
  webAssemblyRoutine,
} from "../routine.ts";

/** A routine that may be written by hand if that is measurably faster. */
export interface TunedRoutine {
  readonly routine: Routine;
  /** Writes the same function; `webAssemblyRoutine` by default. */
  readonly write?: (m: ModuleBuilder, options: RoutineOptions) => Callable;
}

/** Writes code in place of the calls of one part of a routine. */
export function tunedPart(
  routine: Routine,
  part: Routine,
  write: (addressOf: RoutineOptions["addressOf"]) => InlineCode,
): TunedRoutine {
  return {
    routine,
    write(m, options) {
      inlineRoutine(m, part, write(options.addressOf));
      return webAssemblyRoutine(m, routine, options);
    },
  };
}

/** Write a routine as a function, by hand if it provides a handwritten version. */
export function writeTuned(
  m: ModuleBuilder,
  { routine, write }: TunedRoutine,
  options: RoutineOptions,
): Callable {
  return write === undefined ? webAssemblyRoutine(m, routine, options) : write(m, options);
}
