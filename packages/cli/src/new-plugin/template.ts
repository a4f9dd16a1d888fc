/** Names of a new plugin. */
export interface PluginNames {
  /** In kebab-case, as used in networks. */
  readonly name: string;
  /** Name of the exported constant. */
  readonly id: string;
  /** One sentence. */
  readonly about: string;
  /** Source of the equations: `doi:10.…`, `isbn:…` or `https://…`; defaults to `placeholderSource`. */
  readonly cite?: string | undefined;
}

/** Source in a new plugin until its author states one. The test of the package fails while it is there. */
export const placeholderSource = "https://example.org/replace-with-your-source";

/** Template of a new package: a small working plugin that passes the conformance suite of its kind. */
export interface PluginTemplate {
  /** Middle part of the package name: `neurons` in `spikeloom-neurons-NAME`. */
  readonly group: string;
  /** Source code up to the default export. */
  source(names: PluginNames): string;
  /** Whether the source imports `spikeloom` in addition to the contracts. */
  readonly isAbove?: boolean;
  readonly suite: SuiteTemplate;
  /** Network for the test, if it needs one. */
  network?(name: string): object;
  /** Command that uses the network and the plugin, if networks refer to plugins of this kind. */
  readonly command?: "run" | "convert";
  /** Further options of that command. */
  flags?(name: string): string;
  /** Options of a run in a script, in addition to the stack. */
  runOptions?(name: string): string;
}

/** Call of the conformance suite in the test of a new plugin. */
interface SuiteTemplate {
  /** Name of the suite in the conformance package. */
  readonly name: string;
  /** Call of the suite; the test defines `stack` and, if there is a network, `network`. */
  claims(names: PluginNames): string;
  /** Further imports, by package of SpikeLoom. */
  readonly uses?: Readonly<Record<string, readonly string[]>>;
  /** Code before the call. */
  readonly setup?: string;
}

/** Write the field of a source, for plugins that need none; nothing without a source. */
export function givenSource(cite: string | undefined): string {
  return cite === undefined ? "" : `\n  cite: ["${cite}"],`;
}

/** Write a sentence as a docstring, with any comment terminator in it escaped. */
export function docstring(about: string): string {
  return `/** ${about.replaceAll("*/", "*\\/")} */`;
}

/** Write the definition of a model that is data. */
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

/** A recurrent excitatory network of a hundred neurons with Poisson input. */
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

/** Stimulus and projection use the same receptor. */
function receptorOf({ projection }: { readonly projection?: object }): object {
  return projection !== undefined && "receptor" in projection
    ? { receptor: projection.receptor }
    : {};
}
