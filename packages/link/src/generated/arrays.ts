// Generated from specs/link/1 by tools/build-link.ts: change the specification instead.

import type { MessageForm } from "../wire/message-form.ts";

/** f64 values, packed, little-endian. */
export interface Doubles {
  readonly where:
    | { readonly case: "bytes"; readonly value: Uint8Array }
    /** A file in the folder of Hello that contains exactly these bytes. The reader removes it. */
    | { readonly case: "file"; readonly value: string }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `Doubles`. */
export const doublesForm: MessageForm<Doubles> = {
  name: "Doubles",
  fields: [
    { number: 1, name: "bytes", kind: "bytes", oneof: "where" },
    { number: 2, name: "file", kind: "string", oneof: "where" },
  ],
};

/** u32 values, packed, little-endian. */
export interface Indices {
  readonly where:
    | { readonly case: "bytes"; readonly value: Uint8Array }
    | { readonly case: "file"; readonly value: string }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `Indices`. */
export const indicesForm: MessageForm<Indices> = {
  name: "Indices",
  fields: [
    { number: 1, name: "bytes", kind: "bytes", oneof: "where" },
    { number: 2, name: "file", kind: "string", oneof: "where" },
  ],
};

/** Raw bytes. */
export interface Octets {
  readonly where:
    | { readonly case: "bytes"; readonly value: Uint8Array }
    | { readonly case: "file"; readonly value: string }
    | { readonly case: undefined; readonly value?: undefined };
}

/** Fields of `Octets`. */
export const octetsForm: MessageForm<Octets> = {
  name: "Octets",
  fields: [
    { number: 1, name: "bytes", kind: "bytes", oneof: "where" },
    { number: 2, name: "file", kind: "string", oneof: "where" },
  ],
};
