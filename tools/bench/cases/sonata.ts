import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Case, type Reading, reading, type Setting } from "../case.ts";

/** Time and memory to load a gigabyte of SONATA edges as a network. */
export function sonata({ root, scratch, quick }: Setting): Case {
  const edges = quick ? "100000" : "23800000";
  const script = (name: string): string => fileURLToPath(import.meta.resolve(`../${name}.ts`));
  const folder = join(scratch, "sonata");
  const [made, read] = ["write-sonata", "read-sonata"];
  const config = join(folder, "circuit_config.json");
  const mebibytes = reading(made, "edges_mib");
  const grown: Reading = (of) => {
    const { peak_mib = Number.NaN, before_mib = Number.NaN } = of(read);
    return (peak_mib - before_mib) / mebibytes(of);
  };
  return {
    name: "sonata",
    title: "SONATA, 1 GB of edges with weights and delays",
    runners: [
      { name: made, command: [process.execPath, script("write-sonata"), root, edges, folder] },
      { name: read, command: [process.execPath, script("read-file"), root, "sonata", config] },
    ],
    rows: [
      // 200 MB per second.
      { what: "read", unit: "s", ours: reading(read, "read_s"), target: 5 },
      {
        what: "peak memory over the file of edges",
        unit: "",
        ours: grown,
        // The reader itself takes more memory than a few edges.
        ...(quick ? {} : { target: 2 }),
      },
    ],
  };
}
