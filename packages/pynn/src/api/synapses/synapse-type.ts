import type { SynapseType } from "../../session/session.ts";
import type { ConnectionValue } from "../values/connection-values.ts";

/** The attributes of static connections. */
export type Carried = "weight" | "delay";

/** Synapse type of connections, with its parameters. */
export interface PynnSynapseType<Attributes extends string = string> {
  readonly kind: "synapse-type";
  /** PyNN's class name. */
  readonly name: string;
  readonly synapse: SynapseType;
  /** Parameters and their defaults; the default delay is the minimum. */
  readonly defaults: Readonly<Record<string, number>>;
  readonly parameters: Readonly<Record<string, ConnectionValue>>;
  readonly hasDelay: boolean;
  /** Never present: carries the names for the compiler. */
  readonly attributes?: Attributes;
}

/** Parameters of connections by PyNN's names. */
export type ConnectionValues<Names extends string> = Readonly<
  Partial<Record<Names, ConnectionValue>>
>;
