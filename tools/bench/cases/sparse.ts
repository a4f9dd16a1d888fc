import { fileURLToPath } from "node:url";
import { type Case, reading, type Setting } from "../case.ts";
import type { Runner } from "../measure.ts";

const sizes = [100_000, 1_000_000] as const;

function nameOf(backend: string, size: number): string {
  return `sparse ${backend}, ${size} neurons`;
}

function own({ root, quick }: Setting, backend: string, size: number): Runner {
  const file = fileURLToPath(import.meta.resolve("../run-sparse.ts"));
  const neurons = String(quick ? size / 100 : size);
  const flags = ["--neurons", neurons, "--root", root];
  return { name: nameOf(backend, size), command: [process.execPath, file, backend, ...flags] };
}

/** A sparse network on the event backend and on the clock: CPU time of a simulated second. */
export function sparse(setting: Setting): Case {
  const [small, large] = sizes;
  const key = "simulate_s";
  const ours = nameOf("event", small);
  const clock = nameOf("clock", small);
  const peer = { program: clock, label: "clock backend", read: reading(clock, key), most: 1 / 10 };
  return {
    name: "sparse",
    title: "In-degree 100, 1 Hz, dt 0.1 ms: CPU time of a simulated second",
    long: true,
    runners: [
      own(setting, "event", small),
      own(setting, "clock", small),
      own(setting, "event", large),
    ],
    rows: [
      { what: "100 000 neurons", unit: "s", ours: reading(ours, key), peer },
      {
        what: "an input event, 100 000 neurons",
        unit: "ns",
        ours: reading(ours, "ns_per_arrival"),
        target: 50,
      },
      {
        what: "an input event, 1 000 000 neurons",
        unit: "ns",
        ours: reading(nameOf("event", large), "ns_per_arrival"),
      },
      { what: "construction, 100 000 neurons", unit: "s", ours: reading(ours, "build_s") },
    ],
  };
}
