import type { Loss } from "@spikeloom/kernel";
import { placeOf } from "../xml/xml-element.ts";
import type { Component } from "./component.ts";
import type { LemsDocument } from "./document.ts";
import { isOfType } from "./type.ts";

/** Integration method of a simulation. */
export interface Method {
  /** Euler steps everywhere, including simultaneous dynamics. */
  readonly isEuler: boolean;
  readonly losses: readonly Loss[];
}

/**
 * Read the integration method from `<Meta for="jlems" method="..."/>`.
 *
 * By default and with `rk4`, jLEMS uses Runge–Kutta for simultaneous dynamics and Euler elsewhere; with `eulertree`,
 * Euler everywhere.
 */
export function methodOf(document: LemsDocument, { children }: Component): Method {
  const asked = children.flatMap(({ component: { type, element } }) => {
    const { attributes } = element;
    const isOurs = isOfType(type, "Meta") && attributes.get("for") === "jlems";
    const method = isOurs ? attributes.get("method")?.toLowerCase() : undefined;
    return method === undefined ? [] : [{ method, element }];
  });
  const losses = asked.flatMap(({ method, element }): Loss[] => {
    if (known.has(method) || (method === "rk4" && hasSimultaneous(document))) return [];
    const message = `It is integrated with Euler steps instead of ${JSON.stringify(method)}, as in jLEMS.`;
    return [{ code: "method", place: placeOf(element), message }];
  });
  return { isEuler: asked.some(({ method }) => method === "eulertree"), losses };
}

const known: ReadonlySet<string> = new Set(["euler", "eulertree"]);

function hasSimultaneous({ declared }: LemsDocument): boolean {
  return [...declared.values()].some(({ children }) =>
    children.some(({ attributes }) => attributes.get("simultaneous") === "true"),
  );
}
