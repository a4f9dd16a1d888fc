import { type Case, own, ownName, type Setting } from "../case.ts";

/** Waiting time for the first step of equations that were never run before. */
export function compiling(setting: Setting): Case {
  const models = ["lif", "adex", "hodgkin-huxley"];
  return {
    name: "compile",
    title: "A new equation set, in a fresh process: from the record to the end of the first step",
    runners: models.map((model) => own(setting, `compile-${model}`)),
    rows: models.map((model) => ({
      what: model,
      unit: "ms",
      ours: (of) => 1000 * (of(ownName(`compile-${model}`))["build_s"] ?? Number.NaN),
      target: 100,
    })),
  };
}
