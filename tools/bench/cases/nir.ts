import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Case, type Row, reading, type Setting } from "../case.ts";

/** Time and memory to load a NIR file of ten million weights as a network. */
export function nir({ root, scratch, quick }: Setting): Case {
  const weights = quick ? "100000" : "10000000";
  const script = (name: string): string => fileURLToPath(import.meta.resolve(`../${name}.ts`));
  const kinds = [
    { name: "uncompressed", file: join(scratch, "plain.nir"), options: [] },
    { name: "gzip", file: join(scratch, "packed.nir"), options: ["4"] },
  ];
  const made = (kind: string): string => `write-nir ${kind}`;
  const read = (kind: string): string => `read-nir ${kind}`;
  return {
    name: "nir",
    title: "NIR, 10^7 32-bit weights",
    runners: kinds.flatMap(({ name, file, options }) => [
      {
        name: made(name),
        command: [process.execPath, script("write-nir"), root, weights, file, ...options],
      },
      {
        name: read(name),
        command: [process.execPath, script("read-file"), root, "nir", file],
      },
    ]),
    rows: kinds.flatMap(({ name }): readonly Row[] => [
      { what: `read, ${name}`, unit: "s", ours: reading(read(name), "read_s"), target: 1 },
      {
        what: `peak memory over the weights, ${name}`,
        unit: "",
        ours: (of) => {
          const { peak_mib = Number.NaN, before_mib = Number.NaN } = of(read(name));
          return (peak_mib - before_mib) / (of(made(name))["content_mib"] ?? Number.NaN);
        },
        // The reader itself takes more memory than a few weights.
        ...(quick ? {} : { target: 2 }),
      },
    ]),
  };
}
