import { backendSuite } from "@spikeloom/conformance";
import { expect, it } from "vitest";
import { defaultStack as stack } from "../../../tools/test/default-stack.ts";
import { event } from "../src/index.ts";

it.each(backendSuite(event, { stack }).map((one) => [one.name, one] as const))(
  "%s",
  async (_, { run }) => {
    await expect(run()).resolves.toBeUndefined();
  },
  60_000,
);
