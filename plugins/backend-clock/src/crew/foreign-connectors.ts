import { type ConnectorRecord, PLUGIN_RETURN } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import type { ClockTask } from "../clock-job.ts";

/** A connector of another package, and where a thread finds it. */
export type ConnectorAddress = Required<Pick<ConnectorRecord, "name" | "module">>;

/** List the connectors of a job that do not come along. */
export function foreignConnectors({
  stack,
  network,
}: Pick<ClockTask, "stack" | "network">): readonly ConnectorRecord[] {
  const known = new Map(connectors.map((connector) => [connector.name, connector]));
  const used = new Set((network.projections ?? []).map(({ connector }) => connector.kind));
  return [...used].flatMap((name) => {
    const found = stack.find("connector", name);
    return found === undefined || found === known.get(name) ? [] : [found];
  });
}

/** Load connectors from their modules. */
export async function loadConnectors(
  addresses: readonly ConnectorAddress[],
): Promise<readonly ConnectorRecord[]> {
  return await Promise.all(
    addresses.map(async ({ name, module: address }) => {
      const loaded = (await import(new URL(address).href)) as Readonly<Record<string, unknown>>;
      const found = Object.values(loaded).flat().find(isConnector(name));
      if (found !== undefined) return found as ConnectorRecord;
      const plugin = { kind: "connector", name };
      const [what, expected] = ["a module", `an export that is the connector "${name}"`];
      const got = Object.keys(loaded).join(", ") || "no export";
      throw PLUGIN_RETURN({ plugin, place: address, what, expected, got });
    }),
  );
}

function isConnector(name: string): (value: unknown) => boolean {
  return (value) =>
    typeof value === "object" &&
    value !== null &&
    (value as Partial<ConnectorRecord>).kind === "connector" &&
    (value as Partial<ConnectorRecord>).name === name;
}
