/** What a new plugin is called. */
export interface PluginNames {
  /** In kebab-case, as networks say it. */
  readonly name: string;
  /** The constant of its source. */
  readonly id: string;
  /** One sentence. */
  readonly about: string;
}

/** What a module is found by; in two parts, as a bundler writes another address for the whole, also within a text. */
export const moduleAddress: string = ["import.meta", "url"].join(".");

/** What a new package of one kind of plugin begins with: something small that works and keeps all claims. */
export interface PluginTemplate {
  /** What stands in the name of the package: `neurons`, as in `spikeloom-neurons-NAME`. */
  readonly group: string;
  /** What the source imports and defines, up to its default export. */
  source(names: PluginNames): string;
  /** The claims of the conformance kit: an expression that gives them, and what it imports. */
  readonly suite: {
    readonly name: string;
    claims(names: PluginNames): string;
    /** What it needs of `spikeloom` beside the stack. */
    readonly uses?: readonly string[];
  };
  /** A network that names it; nothing where networks do not name plugins of the kind. */
  network?(name: string): object;
  /** What the command is given beside the network and the plugin. */
  flags?(name: string): string;
  /** Options of a run in a script, beside its stack. */
  runOptions?(name: string): string;
}

/** Write a constant of a model that is data. */
export function definition(
  define: string,
  { name, id, about }: PluginNames,
  fields: string,
): string {
  return `import { ${define} } from "@spikeloom/kernel";

/** ${about} */
export const ${id} = ${define}({
  name: "${name}",
  about: ${JSON.stringify(about)},
${fields}});
`;
}

/** A network of a hundred neurons that are driven by noise and excite each other. */
export function drivenNetwork(changes: {
  readonly population?: object;
  readonly projection?: object;
  readonly weight?: string;
  readonly model?: string;
  readonly drive?: string;
}): object {
  const { model = "lif-delta", weight = "0.5 mV", drive = "0.3 mV" } = changes;
  return {
    ...{ format: "spikeloom-network", version: 1, duration: "200 ms", seed: 1 },
    populations: { E: { model, size: 100, ...changes.population } },
    projections: [
      {
        ...{ from: "E", to: "E", connector: { kind: "fixed-indegree", n: 10 } },
        ...{ weight, delay: "1 ms", ...changes.projection },
      },
    ],
    stimuli: [{ kind: "poisson", into: "E", rate: "5 kHz", weight: drive, ...receptorOf(changes) }],
    record: [{ population: "E", variables: ["spikes"] }],
  };
}

/** Where a model has several receptors, drive and projection name the same one. */
function receptorOf({ projection }: { readonly projection?: object }): object {
  return projection !== undefined && "receptor" in projection
    ? { receptor: projection.receptor }
    : {};
}
