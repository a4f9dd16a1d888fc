import { SIMULATION_ENDED } from "@spikeloom/simulate";

type Methods = Readonly<Record<string, (...given: never[]) => Promise<unknown>>>;

/** Make methods throw once a simulation is closed, because its memory may then belong to another network. */
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
