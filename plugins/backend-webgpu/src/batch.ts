import { drawsOf } from "@spikeloom/code";
import { GPU_LIMIT } from "@spikeloom/code/processor";
import type { BackendBatch, BatchRequest, Simulation, SpikeLoomError } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import type { DrawnRule } from "./plastic/draw-rule.ts";
import {
  type AskedCopy,
  type CountedRows,
  type DrawnCopy,
  drawCopy,
  loadCopies,
  type PrepareOptions,
} from "./prepare.ts";

/** A copy that waits for the others of its batch. */
interface WaitingCopy extends AskedCopy {
  resolve(simulation: Simulation): void;
  reject(error: unknown): void;
}

interface GroupedCopy {
  readonly copy: DrawnCopy;
  readonly waiting: WaitingCopy;
}

/** Wall time in ms after which a batch no longer waits for further copies, which then run after it. */
const patience = 1000;

/** Create a batch whose copies are computed together where their steps are equal. */
export function webgpuBatch(
  { copies, workers }: BatchRequest,
  given: PrepareOptions,
): BackendBatch {
  const atOnce = Math.min(copies, workers ?? copies);
  let waiting: WaitingCopy[] = [];
  let begun = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begin = (): void => {
    clearTimeout(timer);
    const all = waiting;
    waiting = [];
    begun += all.length;
    prepareAll(all, given);
  };
  return {
    atOnce,
    prepare(program, job) {
      return new Promise((resolve, reject) => {
        waiting.push({ program: program as NetworkProgram, job, resolve, reject });
        if (waiting.length >= Math.min(atOnce, copies - begun)) return begin();
        // Another copy may have failed before it came here.
        clearTimeout(timer);
        timer = setTimeout(begin, patience);
      });
    },
    close: () => clearTimeout(timer),
  };
}

async function prepareAll(all: readonly WaitingCopy[], given: PrepareOptions): Promise<void> {
  const groups = new Map<string, GroupedCopy[]>();
  const known = all.length > 1 ? new Map<string, CountedRows>() : undefined;
  for (const [k, waiting] of all.entries()) {
    try {
      const copy = await drawCopy(waiting, given, known);
      const rows = [...(known?.values() ?? [])].indexOf(copy.rows);
      const text = known === undefined ? "" : stepText(copy, k, rows);
      groups.set(text, [...(groups.get(text) ?? []), { copy, waiting }]);
    } catch (error) {
      waiting.reject(error);
    }
  }
  for (const group of groups.values()) await loadGroup(group, given);
}

/** Load copies as one network, or as two where they exceed a limit of the processor. */
async function loadGroup(group: readonly GroupedCopy[], given: PrepareOptions): Promise<void> {
  try {
    const simulations = await loadCopies(
      group.map(({ copy }) => copy),
      given,
    );
    for (const [k, { waiting }] of group.entries()) waiting.resolve(simulations[k] as Simulation);
  } catch (error) {
    const isLarge = (error as Partial<SpikeLoomError>).code === GPU_LIMIT.code;
    if (isLarge && group.length > 1) {
      const half = Math.ceil(group.length / 2);
      await loadGroup(group.slice(0, half), given);
      await loadGroup(group.slice(half), given);
      return;
    }
    for (const { waiting } of group) waiting.reject(error);
  }
}

/** Print everything that the code of a step depends on; copies with equal texts are computed together. */
function stepText(copy: DrawnCopy, index: number, rows: number): string {
  const { program, layout, inputs, drives, samples, scales, zeroDelay, shift } = copy;
  const rules = copy.rows.plastic.map(ruleText);
  // Keys of draws, and third factors and events, are those of one copy.
  const own = rules.includes(undefined) ? index : rules;
  const hasDrawn = copy.rows.drawn.size > 0;
  const { dt, convention, schedule, open } = program;
  return printed([
    own,
    // Rows that the processor draws have the keys of the first copy, and weights in its units, as those of rules are.
    hasDrawn || rules.length > 0 ? [hasDrawn ? rows : undefined, scales] : undefined,
    [dt, convention, schedule, open, zeroDelay, shift],
    [...layout.populations].map(([name, { step, isComputed, population }]) => {
      const { slots, draws, kernels, observe } = step;
      const drawn = draws.map(({ slot, distribution }) => [slot, distribution]);
      return [name, population.size, isComputed, slots, drawn, kernels, observe];
    }),
    inputs.map(({ population, slot, classes, classOf }) => {
      return [population.population.name, slot, classes, classOf !== undefined];
    }),
    drives.map(({ population, sums, from, until, counted, drive }) => {
      const { size } = drive.targets;
      return [population.population.name, sums, from, until, counted !== undefined, size];
    }),
    samples.map(({ recorder: { chosen, ...recorder }, slots }) => {
      return [recorder, slots, Array.from({ length: chosen.size }, (_, k) => chosen.neuron(k))];
    }),
  ]);
}

/** Describe the code of a rule; undefined if it cannot be shared with other copies. */
function ruleText({ projection, dynamic, most }: DrawnRule): unknown {
  const { program, sources, dendritic, apart, factors, events } = dynamic;
  const outside = program.modulators.length + program.common.length + factors.size + events.size;
  if (outside + program.named.size + drawsOf(program).length > 0) return undefined;
  const { name, from, to, receptor, plan } = projection;
  return [name, from, to, receptor, plan.by, program, sources, dendritic, apart, most];
}

/** Print a value with all bits of its numbers. */
function printed(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (one instanceof Map || one instanceof Set) return [...one];
    if (typeof one !== "number") return one;
    return Object.is(one, -0) ? "-0" : String(one);
  });
}
