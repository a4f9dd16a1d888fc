import { join } from "node:path";
import { type Case, reading, type Setting } from "../case.ts";
import type { Runner } from "../measure.ts";
import { pythonOf } from "../peers.ts";

/** Scripts of PyNN users, which differ in the backend that they import. */
const scripts = { brunel: "brunel.py", first: "first_spike.py" } as const;
const backends = { ours: "spikeloom.pynn", peer: "pyNN.nest" } as const;

/** Brunel's network and a small one as PyNN scripts, import and construction included. */
export function pynn({ root, quick }: Setting): Case {
  const python = pythonOf(root);
  const name = (script: string, backend: string): string => `${script} ${backend}`;
  const env = {
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONPATH: join(root, "packages/python"),
    SPIKELOOM_COMMAND: `${process.execPath} ${join(root, "packages/cli/dist/command/main.js")}`,
  };
  const runner = (script: string, backend: string): Runner => ({
    name: name(script, backend),
    command: [python, join(root, "tools/bench/pynn", script), backend],
    env,
    // NEST takes minutes to connect what Python draws.
    ...(backend === backends.peer && script === scripts.brunel && { most: 2 }),
  });
  const all = Object.values(scripts).flatMap((script) =>
    Object.values(backends).map((backend) => runner(script, backend)),
  );
  const read = (script: string, backend: string, key: string) =>
    reading(name(script, backend), key);
  const row = (what: string, script: string, key: string) => ({
    what,
    unit: "s" as const,
    ours: read(script, backends.ours, key),
    peer: {
      program: name(script, backends.peer),
      label: "PyNN on NEST",
      read: read(script, backends.peer, key),
    },
  });
  const whole = row("Brunel, process, start to exit", scripts.brunel, "wall_s");
  return {
    name: "pynn",
    title: "PyNN scripts: Brunel's state C with PyNN's connectors, 1 s; ten neurons, 30 ms",
    // Networks of scripts are not shrunk.
    runners: quick ? [] : all,
    rows: quick
      ? []
      : [
          { ...whole, peer: { ...whole.peer, most: 1 / 5 } },
          row("Brunel, construction in Python", scripts.brunel, "build"),
          row("Brunel, first run", scripts.brunel, "run"),
          { ...row("small network, import to first spike", scripts.first, "ready_s"), target: 1 },
        ],
    long: true,
  };
}
