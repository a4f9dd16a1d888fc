import { SIMULATION_ENDED } from "./errors.ts";

type Methods = Readonly<Record<string, (...given: never[]) => Promise<unknown>>>;

/** Let methods refuse once a simulation is closed, as its memory may be another network's by then. */
export function untilClosed<All extends Methods>(methods: All, isClosed: () => boolean): All {
  const refusing = Object.entries(methods).map(([name, call]) => [
    name,
    async (...given: never[]) => {
      if (isClosed()) throw SIMULATION_ENDED({ how: "was closed" });
      return await call(...given);
    },
  ]);
  return Object.fromEntries(refusing) as All;
}
