import { type InlineCode, inlineRoutine, type Routine, webAssemblyRoutine } from "@spikeloom/code";
import type { MachineRoutine } from "../machine-routine.ts";
import { addressOf } from "../placed.ts";
import { type CollectJob, collecting } from "./collect.ts";
import { collectSomeWide } from "./collect-wide.ts";
import { delivering } from "./deliver.ts";
import type { DeliveryJob } from "./delivery.ts";
import { packedWeightsWide } from "./packed-weights-wide.ts";

/** Make the loop that delivers a table, or sends off its rows. */
export function delivery(job: DeliveryJob): MachineRoutine {
  const { deliver, four } = delivering(job);
  if (four === undefined) return { routine: deliver };
  return withInline(deliver, four, (f, [at], weights) => {
    if (at !== undefined) packedWeightsWide(f, job, { at, weights });
  });
}

/** Make the loop that collects the sums of a step. */
export function collection(job: CollectJob): MachineRoutine {
  const { collect, some } = collecting(job);
  return withInline(collect, some, (f, [from, to]) => {
    if (from !== undefined && to !== undefined) collectSomeWide(f, job, { from, to });
  });
}

function withInline(routine: Routine, part: Routine, write: InlineCode): MachineRoutine {
  return {
    routine,
    byHand(m, exported) {
      inlineRoutine(m, part, write);
      webAssemblyRoutine(m, routine, { addressOf, exported });
    },
  };
}
