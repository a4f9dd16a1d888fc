import type { ModuleBuilder, WasmInstance } from "@spikeloom/code";
import { drawsIn } from "../draws-in.ts";
import { notesTargets, type RuleCode, type RuleJob } from "../rule-code.ts";
import {
  writeAdditions,
  writeFilters,
  writeNamedEvent,
  writeRemovals,
  writeStep,
  writeWholeEvent,
  writeWholeStep,
} from "./all-synapses.ts";
import { writeArrivals } from "./arrivals.ts";
import { writeHistory } from "./history.ts";
import type { RuleModule } from "./scribe.ts";
import { writeSettle } from "./settle.ts";
import { writeTargetSpikes } from "./target-spikes.ts";

/** Import what draws, where anything does; imports come before all functions. */
export function importDraw(m: ModuleBuilder, jobs: readonly RuleJob[]): RuleModule["draw"] {
  if (!jobs.some(({ rule }) => drawsIn(rule.ruled.program))) return undefined;
  const params = ["i32", "i32", "i32", "i32", "i32", "i32", "f64"] as const;
  return m.importFunc(["env", "draw"], { params, results: ["f64"] });
}

/** Write the functions of all rules. */
export function writeRules(module: RuleModule, jobs: readonly RuleJob[]): void {
  jobs.forEach((job, k) => {
    const { rule } = job;
    const { program, lazy } = rule.ruled;
    writeArrivals(module, `rule_arrive_${k}`, rule);
    if (notesTargets(rule)) writeHistory(module, `rule_note_${k}`, rule);
    if (lazy) writeSettle(module, `rule_settle_${k}`, rule);
    if (rule.eager) writeTargetSpikes(module, `rule_spikes_${k}`, { rule, eager: rule.eager });
    [...program.named.values()].forEach((event, number) => {
      writeNamedEvent(module, `rule_named_${k}_${number}`, { rule, event, number });
      const { whole: changes } = event;
      if (changes.length > 0) {
        writeWholeEvent(module, `rule_whole_${k}_${number}`, { rule, changes });
      }
    });
    if (program.whole.length > 0) writeWholeStep(module, `rule_begin_${k}`, rule);
    if (moves(job)) writeStep(module, `rule_move_${k}`, job);
    if (program.filters.length > 0) writeFilters(module, `rule_filter_${k}`, rule);
    const { remove, add } = program.structure ?? {};
    const { marks, additions: numbers } = rule.address;
    if (remove !== undefined) writeRemovals(module, `rule_remove_${k}`, { rule, remove, marks });
    if (typeof add === "object") {
      writeAdditions(module, `rule_add_${k}`, { rule, add, numbers });
    }
  });
}

/** Whether something of a rule happens at each step. */
export function moves({ rule }: Pick<RuleJob, "rule">): boolean {
  const { step, coupling } = rule.ruled.program;
  return step !== undefined || coupling.length > 0;
}

/** Find the functions of all rules in an instance. */
export function rulesIn(instance: WasmInstance, jobs: readonly RuleJob[]): readonly RuleCode[] {
  const get = <F>(name: string): F => instance.exports[name] as F;
  return jobs.map((job, k) => {
    const { program, lazy } = job.rule.ruled;
    return {
      arrive: get(`rule_arrive_${k}`),
      note: notesTargets(job.rule) ? get(`rule_note_${k}`) : undefined,
      settle: lazy ? get(`rule_settle_${k}`) : undefined,
      spikes: job.rule.eager ? get(`rule_spikes_${k}`) : undefined,
      named: new Map(
        [...program.named.keys()].map((name, n) => [name, get(`rule_named_${k}_${n}`)]),
      ),
      whole: new Map(
        [...program.named].flatMap(([name, { whole }], n): [string, (step: number) => void][] =>
          whole.length === 0 ? [] : [[name, get(`rule_whole_${k}_${n}`)]],
        ),
      ),
      begin: program.whole.length > 0 ? get(`rule_begin_${k}`) : undefined,
      move: moves(job) ? get(`rule_move_${k}`) : undefined,
      filter: program.filters.length > 0 ? get(`rule_filter_${k}`) : undefined,
      remove: program.structure?.remove === undefined ? undefined : get(`rule_remove_${k}`),
      add: typeof program.structure?.add === "object" ? get(`rule_add_${k}`) : undefined,
    };
  });
}
