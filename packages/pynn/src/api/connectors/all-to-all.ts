import { checkChoice, type OptionNames } from "../check-arguments.ts";
import { CONNECTION } from "../errors.ts";
import {
  byTarget,
  type Connector,
  type ConnectorOptions,
  checkConnector,
  connectorNames,
  type Ends,
  excludes,
  type SelfConnections,
  selfChoices,
} from "./connector.ts";

/** Options of connectors that may exclude pairs. */
export interface SelfOptions extends ConnectorOptions {
  readonly allowSelfConnections?: SelfConnections;
}

/** Names of these options, for validation. */
export const selfNames: OptionNames<SelfOptions> = {
  ...connectorNames,
  allowSelfConnections: true,
};

/** Check whether neurons may connect to themselves. */
export function checkSelf({ allowSelfConnections }: SelfOptions, place: string): void {
  checkChoice(allowSelfConnections, selfChoices, `${place}.allowSelfConnections`);
}

/** Connect each neuron to each other one. */
export function AllToAllConnector(options: SelfOptions = {}): Connector {
  checkConnector(options, selfNames, "AllToAllConnector");
  checkSelf(options, "AllToAllConnector");
  const { allowSelfConnections: self = true, safe = true } = options;
  return {
    kind: "connector",
    name: "AllToAllConnector",
    safe,
    connect(ends) {
      checkMutual(ends, self);
      const isLeftOut = excludes(ends, self);
      return byTarget(ends, options, (j, add) => {
        for (let i = 0; i < ends.pre.size; i++) if (!isLeftOut(i, j)) add(i);
      });
    },
  };
}

/** Connect neurons with the same index. */
export function OneToOneConnector(options: ConnectorOptions = {}): Connector {
  checkConnector(options, connectorNames, "OneToOneConnector");
  return {
    kind: "connector",
    name: "OneToOneConnector",
    safe: options.safe ?? true,
    connect(ends) {
      const { pre, post, state, label } = ends;
      if (pre.size !== post.size && !state.compat) {
        const message =
          "Neurons with the same index are connected, so both groups must have the same size.";
        const got = `${pre.size} and ${post.size}`;
        const next = "Use a slice of the larger one.";
        throw CONNECTION({ place: label, message, got, next });
      }
      return byTarget(ends, options, (j, add) => {
        if (j < pre.size) add(j);
      });
    },
  };
}

/** Check that both ends are the same group if "NoMutual" compares their indices. */
export function checkMutual({ pre, post, label }: Ends, self: SelfConnections): void {
  if (self !== "NoMutual") return;
  if (pre.size === post.size && pre.ids.every((id, k) => id === post.ids[k])) return;
  const message = '"NoMutual" is only for connections of a population to itself.';
  throw CONNECTION({ place: label, message, next: "Use true or false." });
}
