import { join } from "node:path";
import { workspaceRoot } from "../../problems.ts";
import { type Case, commandOf, type Reading, type Row, reading, type Setting } from "../case.ts";
import type { Runner } from "../measure.ts";
import { pythonOf } from "../peers.ts";

const backends = { ours: "spikeloom.pynn", peer: "pyNN.nest" } as const;

/** Brunel's network as a PyNN script, import and construction included. */
export function pynn(setting: Setting): Case {
  // NEST takes minutes to connect what Python draws.
  const script = scriptOf(setting, "brunel.py", 2);
  const whole = script.row("process, start to exit", "wall_s");
  return {
    name: "pynn",
    title: "PyNN script: Brunel's state C with PyNN's connectors, 1 s",
    runners: script.runners,
    rows: script.rows([
      { ...whole, peer: { ...whole.peer, most: 1 / 5 } },
      script.row("construction in Python", "build"),
      script.row("first run", "run"),
    ]),
    long: true,
  };
}

/** A small network as a PyNN script. */
export function pynnStart(setting: Setting): Case {
  const script = scriptOf(setting, "first_spike.py");
  return {
    name: "pynn-start",
    title: "PyNN script: ten neurons, 30 ms",
    runners: script.runners,
    rows: script.rows([{ ...script.row("import to first spike", "ready_s"), target: 1 }]),
    long: true,
  };
}

/** A script that differs only in the backend that it imports, on SpikeLoom and on NEST. */
function scriptOf(setting: Setting, script: string, most?: number) {
  const { root, quick } = setting;
  const python = pythonOf(workspaceRoot);
  const nameOn = (backend: string): string => `${script} ${backend}`;
  const env = {
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONPATH: join(root, "packages/python"),
    SPIKELOOM_COMMAND: commandOf(setting).join(" "),
  };
  const runner = (backend: string): Runner => ({
    name: nameOn(backend),
    command: [python, join(import.meta.dirname, "../pynn", script), backend],
    env,
    ...(backend === backends.peer && most !== undefined && { most }),
  });
  const read = (backend: string, key: string): Reading => reading(nameOn(backend), key);
  return {
    // Networks of scripts are not shrunk.
    runners: quick ? [] : Object.values(backends).map(runner),
    rows: (rows: readonly Row[]): readonly Row[] => (quick ? [] : rows),
    row: (what: string, key: string) => ({
      what,
      unit: "s" as const,
      ours: read(backends.ours, key),
      peer: {
        program: nameOn(backends.peer),
        label: "PyNN on NEST",
        read: read(backends.peer, key),
      },
    }),
  };
}
