import type { Claim } from "@spikeloom/conformance";
import { it } from "vitest";

/** Register a test for each claim. */
export function keeps(claims: readonly Claim[]): void {
  it.each(claims.map((claim) => [claim.name, claim] as const))("%s", (_, { run }) => run());
}
