import { fileURLToPath } from "node:url";
import { type Case, reading, type Setting } from "../case.ts";

/** Time to write ten million spikes as an NWB file. */
export function nwb({ root, quick }: Setting): Case {
  const name = "write-nwb";
  const script = fileURLToPath(import.meta.resolve("../write-nwb.ts"));
  const spikes = quick ? "100000" : "10000000";
  return {
    name: "nwb",
    title: "NWB, 10^7 spikes of 10 000 neurons",
    runners: [{ name, command: [process.execPath, script, root, spikes] }],
    rows: [
      { what: "written", unit: "s", ours: reading(name, "write_s"), target: 10 },
      {
        what: "peak memory over the arrays of the result",
        unit: "",
        ours: (of) => (of(name)["peak_mib"] ?? Number.NaN) / (of(name)["result_mib"] ?? Number.NaN),
        ...(quick ? {} : { target: 2 }),
      },
    ],
  };
}
