import {
  type ConnectorLookup,
  type ConnectorRecord,
  findExported,
  PLUGIN_RETURN,
} from "@spikeloom/kernel";
import { ownConnectorAddress } from "@spikeloom/network";
import type { NetworkProgram } from "@spikeloom/program";

/** A connector of another package, and the module from which a thread loads it. */
export type ConnectorAddress = Required<Pick<ConnectorRecord, "name" | "module">>;

/** The connectors of a program that worker threads do not contain. */
export interface ForeignConnectors {
  /** Connectors that each thread loads. */
  readonly loaded: readonly ConnectorAddress[];
  /** Name of a connector that no thread can load, if there is one. */
  readonly stuck?: string;
}

/**
 * Find the connectors of a program that a thread has to load.
 *
 * These are the ones whose URL is not that of ours with the same name.
 */
export function foreignConnectors({
  stack,
  program,
}: {
  readonly stack: ConnectorLookup;
  readonly program: NetworkProgram;
}): ForeignConnectors {
  const used = new Set(program.projections.map(({ connector }) => connector.kind));
  const loaded: ConnectorAddress[] = [];
  for (const name of used) {
    if (stack.find("connector", name) === undefined) continue;
    const module = stack.moduleOf("connector", name);
    // A connector of a SpikeLoom version with more connectors than this one.
    if (module === undefined || (isOurs(module) && module !== ownConnectorAddress(name))) {
      return { loaded, stuck: name };
    }
    if (!isOurs(module)) loaded.push({ name, module });
  }
  return { loaded };
}

function isOurs(module: string): boolean {
  return module.startsWith("spikeloom:");
}

/** Load connectors from their modules. */
export async function loadConnectors(
  addresses: readonly ConnectorAddress[],
): Promise<readonly ConnectorRecord[]> {
  return await Promise.all(
    addresses.map(async ({ name, module: address }) => {
      const loaded = (await import(new URL(address).href)) as Readonly<Record<string, unknown>>;
      const found = findExported(loaded, { kind: "connector", name });
      if (found !== undefined) return found as ConnectorRecord;
      const plugin = { kind: "connector", name };
      const [what, expected] = ["a module", `an export that is the connector "${name}"`];
      const got = Object.keys(loaded).join(", ") || "no export";
      throw PLUGIN_RETURN({ plugin, place: address, what, expected, got });
    }),
  );
}
