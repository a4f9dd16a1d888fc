import { fileURLToPath } from "node:url";
import { type Case, type Row, reading, type Setting } from "../case.ts";
import { crossoverGrid, pointName } from "../crossover.ts";

const program = "crossover";

/** The event-driven simulator against the clock, and the choice of `auto`. */
export function crossover({ root, quick }: Setting): Case {
  const script = fileURLToPath(import.meta.resolve("../run-crossover.ts"));
  const flags = ["--root", root, ...(quick ? ["--quick"] : [])];
  const points = crossoverGrid(quick).map(pointName);
  return {
    name: "crossover",
    title: "Events or clock: LIF neurons driven by Poisson sources, CPU time per simulated second",
    runners: [{ name: program, command: [process.execPath, script, ...flags] }],
    rows: [
      ...points.map((point): Row => {
        const peer = {
          program,
          label: "clock, dt 0.1 ms",
          read: reading(program, `clock ${point}`),
        };
        return { what: point, unit: "s", ours: reading(program, `event ${point}`), peer };
      }),
      {
        what: "`auto`: share of points at which it picks the slower one",
        unit: "",
        ours: reading(program, "slower"),
        target: 0.1,
      },
      {
        what: "`auto`: its choice against the faster one, at worst",
        unit: "",
        ours: reading(program, "worst"),
        target: 2,
      },
    ],
  };
}
