import { fileURLToPath } from "node:url";
import { type Case, type Row, reading, type Setting } from "../case.ts";
import type { Runner } from "../measure.ts";

const copies = 64;

const nets = [
  // A batch of little work uses one worker, and may not be slower than single runs.
  ["tiny", "100 neurons, 100 ms", 1.05],
  ["cuba", "CUBA, 1 s", 0.75],
] as const;

const nameOf = (net: string): string => `batch ${net}`;

function own({ root, quick }: Setting, net: string): Runner {
  const file = fileURLToPath(import.meta.resolve("../run-batch.ts"));
  const size = quick ? ["--copies", "4", "--rounds", "1"] : ["--copies", String(copies)];
  return { name: nameOf(net), command: [process.execPath, file, net, ...size, "--root", root] };
}

/** Copies of a network as a batch, compared with as many single runs on one worker. */
export function batch(setting: Setting): Case {
  return {
    name: "batch",
    title: `${copies} copies at once, compared with ${copies} single runs`,
    repeats: 1,
    runners: nets.map(([net]) => own(setting, net)),
    rows: nets.flatMap(([net, what, most]): readonly Row[] => {
      const program = nameOf(net);
      const row = (text: string, key: string, against: string, limit: number): Row => {
        const peer = { program, label: "single runs", read: reading(program, against) };
        const unit = "s";
        return {
          what: `${what}: ${text}`,
          unit,
          ours: reading(program, key),
          peer: { ...peer, most: limit },
        };
      };
      return [
        row("one worker", "one_s", "single_s", 1.05),
        row("two workers", "two_s", "single_s", most),
        row("one worker, CPU time", "one_cpu_s", "single_cpu_s", 1.05),
      ];
    }),
  };
}
