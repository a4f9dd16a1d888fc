import type { PassMachine } from "../machine/pass-machine.ts";
import type { MemoryPlan } from "../memory/memory-plan.ts";
import type { TrainingMemory } from "../memory/training-memory.ts";
import type { TrainingProgram } from "../program/training-program.ts";

/** Components that run samples. */
export interface RunParts {
  readonly program: TrainingProgram;
  readonly plan: MemoryPlan;
  readonly memory: TrainingMemory;
  readonly machine: PassMachine;
}
