import { docstring, drivenNetwork, givenSource, type PluginTemplate } from "../template.ts";

/** A ring of neighbours. */
export const connectorTemplate: PluginTemplate = {
  group: "connectors",
  source: ({
    name,
    id,
    about,
    cite,
  }) => `import { type ConnectorRecord, defineConnector } from "@spikeloom/kernel";

${docstring(about)}
export const ${id}: ConnectorRecord = defineConnector({
  name: "${name}",
  about: ${JSON.stringify(about)},${givenSource(cite)}
  options: {
    reach: { type: "integer", about: "neighbours on one side", default: 1, least: 1 },
  },
  // Threads load the connector from here.
  module: import.meta.url,
  plan({ sources, targets, options: { reach } }) {
    return {
      // Approximate number of connections, for memory estimates.
      expected: sources * reach,
      by: "source",
      // Append the targets of one source. Draw random numbers from request.stream(source).
      partners(source, out) {
        for (let k = 1; k <= reach; k++) out.push((source + k) % targets);
      },
    };
  },
});
`,
  suite: {
    name: "connectorSuite",
    claims: ({ id }) => `connectorSuite(${id}, { stack, examples: [{}, { reach: 3 }] })`,
  },
  command: "run",
  network: (name) => drivenNetwork({ projection: { connector: { kind: name, reach: 3 } } }),
};
