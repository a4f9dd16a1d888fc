import { hostFunctions } from "../../packages/equations/src/functions/index.ts";

const [sin, cos] = [hostFunctions["sin"], hostFunctions["cos"]] as ((x: number) => number)[] as [
  (x: number) => number,
  (x: number) => number,
];

/** Place and speed of the cart in m, angle and turn of the pole in radians. */
export type CartState = readonly [x: number, speed: number, angle: number, turn: number];

/** An episode ends after so many steps at the latest. */
export const mostSteps = 500;

// The constants of Barto, Sutton and Anderson 1983, in steps of 20 ms as Gymnasium's CartPole-v1 takes them.
const [gravity, cart, pole, halfLength, force, dt] = [9.8, 1, 0.1, 0.5, 10, 0.02];
const [mostX, mostAngle] = [2.4, (12 * Math.PI) / 180];

/** Push the cart to the left (0) or to the right (1) for a step. */
export function pushed([x, speed, angle, turn]: CartState, action: number): CartState {
  const mass = cart + pole;
  const push = action === 1 ? force : -force;
  const swing = (push + pole * halfLength * turn * turn * sin(angle)) / mass;
  const share = halfLength * (4 / 3 - (pole * cos(angle) ** 2) / mass);
  const fall = (gravity * sin(angle) - cos(angle) * swing) / share;
  const acceleration = swing - (pole * halfLength * fall * cos(angle)) / mass;
  return [x + dt * speed, speed + dt * acceleration, angle + dt * turn, turn + dt * fall];
}

/** Say whether the pole has fallen, or the cart has left its track. */
export function hasFailed([x, , angle]: CartState): boolean {
  return Math.abs(x) > mostX || Math.abs(angle) > mostAngle;
}
