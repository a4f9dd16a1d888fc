import { defineFormat, type FormatRecord, type NetworkRecord, thingOf } from "@spikeloom/kernel";
import type { ExportOptions, ScriptExport } from "./export-script.ts";

/** A script format of another simulator. */
export interface ScriptFormat<Code extends string> {
  readonly name: string;
  readonly about: string;
  readonly cite: readonly string[];
  readonly losses: FormatRecord["losses"];
  /** Load the writer lazily, as a list of formats does not need it. */
  load(): Promise<(network: NetworkRecord, options: ExportOptions) => ScriptExport<Code>>;
}

/** Define a format of networks as a script with a folder of arrays beside it. */
export function defineScriptFormat<Code extends string>({
  load,
  ...rest
}: ScriptFormat<Code>): FormatRecord {
  return defineFormat({
    ...rest,
    extensions: [],
    holds: ["network"],
    options: {
      seed: { type: "integer", about: "the seed, instead of the network's" },
      for: {
        type: "text",
        about: "how long it runs, such as 1 s, instead of the network's duration",
      },
    },
    async write(thing, { stack, options }) {
      const write = await load();
      const { seed, for: duration } = options;
      const { script, data, losses } = write(thingOf(thing, "network").network, {
        stack,
        seed: seed as number | undefined,
        for: duration as string | undefined,
      });
      return {
        files: (async function* () {
          yield { name: "network.py", pieces: [new TextEncoder().encode(script)] };
          for (const [name, bytes] of data) yield { name: `data/${name}`, pieces: [bytes] };
        })(),
        losses,
      };
    },
  });
}
