import { fileURLToPath } from "node:url";
import { type Case, reading, type Setting } from "../case.ts";
import type { Runner } from "../measure.ts";

const nets = [
  ["currents", "5-100-3, lif-curr-exp, 32 samples"],
  ["alpha", "5-100-3, lif-curr-alpha, 8 samples"],
  ["jumps", "30-200-3, lif-delta and delays, 8 samples"],
] as const;

const ownName = (net: string): string => `event training ${net}`;

function own({ root, quick }: Setting, net: string): Runner {
  const file = fileURLToPath(import.meta.resolve("../run-event-training.ts"));
  const flags = ["--steps", quick ? "1" : "30", "--root", root];
  return { name: ownName(net), command: [process.execPath, file, net, ...flags] };
}

/** A batch by exact spike times: CPU time forward and backward. */
export function eventTraining(setting: Setting): Case {
  return {
    name: "event-training",
    title: "A batch of EventProp, CPU time",
    runners: nets.map(([net]) => own(setting, net)),
    rows: nets.flatMap(([net, what]) => [
      {
        what: `${what}: forward and backward`,
        unit: "ms" as const,
        ours: reading(ownName(net), "median_ms"),
      },
      {
        what: `${what}: forward`,
        unit: "ms" as const,
        ours: reading(ownName(net), "forward_ms"),
      },
    ]),
  };
}
