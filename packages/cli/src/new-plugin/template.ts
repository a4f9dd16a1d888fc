/** What a new plugin is called. */
export interface PluginNames {
  /** In kebab-case, as networks say it. */
  readonly name: string;
  /** The constant of its source. */
  readonly id: string;
  /** One sentence. */
  readonly about: string;
  /** Where its equations come from: `doi:10.…`, `isbn:…` or `https://…`; the source of the template where not given. */
  readonly cite?: string | undefined;
}

/** What a new package of one kind of plugin begins with: something small that works and keeps all claims. */
export interface PluginTemplate {
  /** What stands in the name of the package: `neurons`, as in `spikeloom-neurons-NAME`. */
  readonly group: string;
  /** What the source imports and defines, up to its default export. */
  source(names: PluginNames): string;
  /** Whether the source imports `spikeloom`, beside the contracts. */
  readonly isAbove?: boolean;
  readonly suite: SuiteTemplate;
  /** A network for its test; nothing where none is needed. */
  network?(name: string): object;
  /** What the command does with that network and the plugin; nothing where networks do not name its kind. */
  readonly command?: "run" | "convert";
  /** What the command is given beside the network and the plugin. */
  flags?(name: string): string;
  /** Options of a run in a script, beside its stack. */
  runOptions?(name: string): string;
}

/** How the test of a new plugin asks for the claims of its kind. */
interface SuiteTemplate {
  /** The suite of the conformance kit. */
  readonly name: string;
  /** What it is called with, beside what the test has: `stack` and, where there is one, `network`. */
  claims(names: PluginNames): string;
  /** What it imports beside the suite, by package of SpikeLoom. */
  readonly uses?: Readonly<Record<string, readonly string[]>>;
  /** What stands before it. */
  readonly setup?: string;
}

/** Write a sentence as the docstring of what follows; it may hold what ends one. */
export function docstring(about: string): string {
  return `/** ${about.replaceAll("*/", "*\\/")} */`;
}

/** Write a constant of a model that is data. */
export function definition(
  define: string,
  { name, id, about }: PluginNames,
  fields: string,
): string {
  return `import { ${define} } from "@spikeloom/kernel";

${docstring(about)}
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
    format: "spikeloom-network",
    version: 1,
    duration: "200 ms",
    seed: 1,
    populations: { E: { model, size: 100, ...changes.population } },
    projections: [
      {
        from: "E",
        to: "E",
        connector: { kind: "fixed-indegree", n: 10 },
        weight,
        delay: "1 ms",
        ...changes.projection,
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
