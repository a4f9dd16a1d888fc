import { Option } from "commander";

/** The option that decides how damaged event files are handled. */
export function damageOption(): Option {
  return new Option(
    "--damage <how>",
    "for a damaged event file: refuse it, or keep the intact events in order of time and report the others (default: refuse)",
  ).choices(["refuse", "keep"]);
}
