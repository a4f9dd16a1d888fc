import {
  createWindows,
  levelsOf,
  type OrderedSpikes,
  type WindowPopulation,
  type WindowRoute,
  type Windows,
} from "@spikeloom/program/events";
import type { ArrivingSegment } from "./compiled.ts";
import { INSTANT_DELAY } from "./errors.ts";
import type { Network } from "./network.ts";

/** Create the functions that run a network. */
export function createRunner(network: Network, receive: (spikes: OrderedSpikes) => void): Windows {
  const { program, populations, sources, rows, plastic, calendar } = network;
  const computed = [...populations.values()];
  const instant = [...rows.instant].map((route) => {
    const { population: to, opened } = rows.routes[route] as (typeof rows.routes)[number];
    return { from: opened.from, to, place: opened.place };
  });
  const levels = levelsOf(instant, INSTANT_DELAY);
  const routes = rows.routes.map(({ population, receptor }, route): WindowRoute => {
    const target = populations.get(population);
    const names = [...(target?.form.receptors.keys() ?? [])];
    const part: { -readonly [K in keyof ArrivingSegment]: ArrivingSegment[K] } = {
      receptor: names.indexOf(receptor),
      begin: 0,
      end: 0,
      weight: Number.NaN,
    };
    const rule = plastic[route];
    return {
      level: levels.get(population) ?? 0,
      arrive(time, { segment, begin, end }) {
        part.begin = begin;
        part.end = end;
        part.weight = rows.constants[route] as number;
        if (rule !== undefined) {
          target?.finish();
          rule.arrive(time, segment);
        }
        target?.deliver(time, part);
      },
    };
  });
  return createWindows({
    calendar,
    segments: rows,
    least: rows.least,
    routes,
    receive,
    populations: [...program.populations.values()].map(
      ({ name, first }): WindowPopulation => ({
        first,
        level: levels.get(name) ?? 0,
        reach: (populations.get(name) ?? sources.get(name))?.reach as WindowPopulation["reach"],
      }),
    ),
    finish() {
      for (const one of computed) one.finish();
    },
    forget(time) {
      for (const { inputs } of computed) inputs?.forget(time);
      for (const rule of plastic) rule?.forget(time);
    },
  });
}
