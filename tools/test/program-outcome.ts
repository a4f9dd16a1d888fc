// Relative, because tools have no packages of the workspace.

import type { BackendRecord, Simulation } from "../../packages/kernel/src/index.ts";
import type { NetworkProgram } from "../../packages/program/src/index.ts";
import { defaultStack } from "./default-stack.ts";

/** Spikes, and all variables of neurons and synapses, by name. */
export type ProgramOutcome = Readonly<Record<string, string | readonly number[]>>;

/** Read the complete outcome of a program's run. */
export async function readOutcome(
  simulation: Simulation,
  program: NetworkProgram,
): Promise<ProgramOutcome> {
  const outcome: Record<string, string | readonly number[]> = {
    hash: await simulation.spikeHash(),
  };
  for (const [name, { step, source }] of program.populations) {
    if (source !== undefined) continue;
    for (const [slot, { role }] of step({ zeroDelay: false }).slots) {
      if (role === "state") outcome[`${name}.${slot}`] = [...(await simulation.state(name, slot))];
    }
  }
  for (const { name, dynamic } of program.projections) {
    for (const variable of dynamic?.program.synapse ?? []) {
      const values = await simulation.synapseState?.(name, variable);
      outcome[`${name}.${variable}`] = [...(values ?? [])];
    }
  }
  return outcome;
}

/** Run a program for some steps in doubles. */
export async function programOutcome(
  backend: BackendRecord,
  program: NetworkProgram,
  steps: number,
): Promise<ProgramOutcome> {
  const sink = { spikes: () => undefined, samples: () => undefined };
  const options = backend.options?.["precision"] === undefined ? {} : { precision: "f64" };
  const simulation = await backend.prepare(program, { stack: defaultStack, options, sink });
  await simulation.advance(steps);
  const outcome = await readOutcome(simulation, program);
  await simulation.close();
  return outcome;
}
