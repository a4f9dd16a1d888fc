import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { workspaceRoot } from "../../problems.ts";
import { type Case, reading, type Setting } from "../case.ts";
import type { Runner } from "../measure.ts";
import { pythonOf } from "../peers.ts";

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

/** The same network on NEST's precise models, which takes minutes to connect. */
function nest({ quick }: Setting, size: number): Runner {
  const script = join(import.meta.dirname, "../nest/sparse.py");
  const neurons = String(quick ? size / 100 : size);
  return {
    name: nameOf("NEST", size),
    command: [pythonOf(workspaceRoot), script, "--neurons", neurons],
    env: { PYTHONDONTWRITEBYTECODE: "1" },
    most: 2,
  };
}

/** A sparse network on the event backend, the clock and NEST: CPU time of a simulated second. */
export function sparse(setting: Setting): Case {
  const [small, large] = sizes;
  const key = "simulate_s";
  const ours = nameOf("event", small);
  const clock = nameOf("clock", small);
  const precise = nameOf("NEST", small);
  const simulation = { unit: "s", ours: reading(ours, key) } as const;
  // A million neurons take 2 GiB and minutes to build.
  const million = setting.full ? [own(setting, "event", large)] : [];
  return {
    name: "sparse",
    title: "In-degree 100, 1 Hz, dt 0.1 ms: CPU time of a simulated second",
    long: true,
    runners: [
      own(setting, "event", small),
      own(setting, "clock", small),
      nest(setting, small),
      ...million,
    ],
    rows: [
      {
        what: "100 000 neurons",
        ...simulation,
        peer: { program: clock, label: "clock backend", read: reading(clock, key), most: 1 / 10 },
      },
      {
        what: "100 000 neurons, exact spike times",
        ...simulation,
        peer: {
          program: precise,
          label: "NEST iaf_psc_exp_ps",
          read: reading(precise, key),
          most: 1 / 5,
        },
      },
      {
        what: "an input event, 100 000 neurons",
        unit: "ns",
        ours: reading(ours, "ns_per_arrival"),
        target: 50,
      },
      ...million.map(({ name }) => {
        return {
          what: "an input event, 1 000 000 neurons",
          unit: "ns",
          ours: reading(name, "ns_per_arrival"),
        } as const;
      }),
      { what: "construction, 100 000 neurons", unit: "s", ours: reading(ours, "build_s") },
    ],
  };
}
