import type { IntegerWidth, LinearSystem } from "@spikeloom/equations";
import {
  type Carried,
  type Draw,
  type ExactSystem,
  type GuardedLoop,
  isLoop,
  type Kernel,
  type Let,
  type PhaseEnd,
  type Slot,
  type SlotType,
  type Statement,
  type StepProgram,
} from "../neurons/step-program.ts";
import {
  byName,
  type Codec,
  defined,
  either,
  list,
  number,
  numbers,
  oneOf,
  optional,
  pair,
  record,
  text,
} from "./codec.ts";
import { expression } from "./expression-json.ts";
import { integerWidth } from "./form-json.ts";

const slotType: Codec<SlotType> = record<{
  readonly kind: SlotType["kind"];
  readonly width?: IntegerWidth | undefined;
  readonly fraction?: number | undefined;
}>({
  kind: oneOf("float", "integer", "fixed", "boolean"),
  width: optional(integerWidth),
  fraction: optional(number),
}) as Codec<SlotType>;

const slot: Codec<Slot> = record<Slot>({
  name: text,
  role: oneOf(
    ...(["state", "parameter", "input", "receptor", "refractory", "edge"] as const),
    ...(["coefficient", "draw", "carried", "kept", "observed", "adjoint", "tangent"] as const),
  ),
  of: text,
  type: slotType,
  start: optional(number),
});

const assignment: Codec<Let> = pair(text, expression);

const loop: Codec<GuardedLoop> = record<GuardedLoop>({
  where: expression,
  turns: number,
  carried: list(
    record<Carried>({ name: text, start: expression, next: expression, otherwise: expression }),
  ),
  lets: list(assignment),
});

const statement: Codec<Statement> = either(loop, assignment, {
  value: isLoop,
  data: (data) => !Array.isArray(data),
});

const kernel: Codec<Kernel> = record<Kernel>({
  name: text,
  statements: list(statement),
  stores: list(assignment),
  spikes: optional(expression),
  phases: optional(
    list(
      record<PhaseEnd>({
        phase: oneOf("input", "arrive", "integrate", "threshold", "reset"),
        until: number,
      }),
    ),
  ),
});

const exactSystem: Codec<ExactSystem> = record<ExactSystem>({
  system: record<LinearSystem>({
    states: list(text),
    matrix: list(list(expression)),
    inputs: list(text),
    inputMatrix: list(list(expression)),
    constant: list(expression),
  }),
  dt: number,
  still: list(text),
  parameters: list(text),
  slots: byName(number),
});

/** Codec of a population's step program. */
export const stepProgram: Codec<StepProgram> = defined(
  "step",
  record<StepProgram>({
    slots: byName(slot),
    draws: list(record<Draw>({ slot: text, distribution: oneOf("uniform", "normal"), key: text })),
    kernels: list(kernel),
    fused: optional(kernel),
    observe: optional(kernel),
    arrays: byName(numbers),
    exact: optional(list(exactSystem)),
    method: text,
  }),
);
