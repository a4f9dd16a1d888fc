import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Case, reading, type Setting } from "../case.ts";

/** Time and memory to load a large NeuroML file as a network. */
export function neuroml({ root, scratch, quick }: Setting): Case {
  const script = (name: string): string => fileURLToPath(import.meta.resolve(`../${name}.ts`));
  const file = join(scratch, "large.net.nml");
  const [made, read] = ["write-neuroml", "read-neuroml"];
  return {
    name: "neuroml",
    title: "NeuroML, a file of 60 MB",
    runners: [
      { name: made, command: [process.execPath, script(made), quick ? "4" : "60", file] },
      { name: read, command: [process.execPath, script("read-file"), root, "neuroml", file] },
    ],
    rows: [
      // 30 MB per second.
      { what: "read", unit: "s", ours: reading(read, "read_s"), target: 2 },
      {
        what: "peak memory over the file",
        unit: "",
        ours: (of) => {
          const { peak_mib = Number.NaN, before_mib = Number.NaN } = of(read);
          return (peak_mib - before_mib) / (of(made)["content_mib"] ?? Number.NaN);
        },
        // The reader itself takes more memory than a small file.
        ...(quick ? {} : { target: 2 }),
      },
    ],
  };
}
