/** Applies the checks to an exchange. */
import type { Check, Violation } from "../check/check.ts";
import { type CheckName, checks, type Finding } from "../check/finding.ts";
import type { Limit } from "../options.ts";
import type { Exchange, HttpResponse } from "../transport/exchange.ts";
import type { History } from "./history.ts";
import type { Outcomes } from "./result.ts";

/** Applies the checks to exchanges, except for what the server is known not to do. */
export class Checker {
  readonly #history: History;
  readonly #outcomes: Outcomes;
  readonly #limits: readonly Limit[];

  constructor(history: History, outcomes: Outcomes, limits: readonly Limit[]) {
    this.#history = history;
    this.#outcomes = outcomes;
    this.#limits = limits;
  }

  /** The findings of an exchange. */
  findings(exchange: Exchange): Finding[] {
    const { testCase } = exchange;
    const findings: Finding[] = [];
    for (const check of checks) {
      const violation = this.#violation(check, exchange);
      if (!violation) continue;
      const limit = this.#limits.find((limit) => limit.check === check.name && testCase.id.includes(limit.cases ?? ""));
      if (limit) this.#outcomes.skippedChecks.push({ check: check.name, testCase, reason: limit.reason });
      else findings.push({ ...violation, check, exchange });
    }
    this.#history.addAfterChecks(exchange);
    return withoutConsequences(findings);
  }

  #violation({ find, findWithout, severity }: Check<CheckName>, exchange: Exchange): Violation | undefined {
    const { result } = exchange;
    if (result.kind === "no-response") return findWithout?.(exchange, result);
    if (severity === "shape" && isOfServerAtLarge(exchange, result)) return undefined;
    return find?.(exchange, result, this.#history.contextOf(exchange));
  }
}

/** Without what else a fault shows in the same response. */
function withoutConsequences(findings: readonly Finding[]): Finding[] {
  const explained = new Set(findings.flatMap(({ check }) => check.explains ?? []));
  return findings.filter(({ check }) => !explained.has(check.name));
}

/** A request this long may be refused before the API sees it. */
const longRequest = 1000;
const longPath = 200;

/**
 * Whether a response comes from the server as a whole and not from the API, so that its shape is not documented: a
 * failure, or a proxy that refuses a long request.
 */
function isOfServerAtLarge({ request }: Exchange, { status }: HttpResponse): boolean {
  const isLong = request.url.pathname.length > longPath || (request.body?.length ?? 0) > longRequest;
  return status >= 500 || (isLong && [413, 414, 431].includes(status));
}
