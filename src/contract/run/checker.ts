/** Applies the checks to an exchange. */
import { checks } from "../check/checks.ts";
import { type CheckName, describeCheck } from "../check/codes.ts";
import type { Check, Finding } from "../check/finding.ts";
import type { Limit } from "../options.ts";
import type { Exchange, HttpResponse } from "../transport/exchange.ts";
import type { History } from "./history.ts";
import type { Outcomes } from "./result.ts";

const allChecks = Object.entries(checks) as [CheckName, Check][];

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
    const { testCase, result } = exchange;
    if (result.kind === "no-response") {
      const { message } = result;
      const cause = `${result.reason} ${result.code}`;
      const expected = "a response within the timeout";
      const title = `${testCase.title} got no response`;
      return [{ check: "no-response", exchange, title, pointer: testCase.pointer, expected, got: message, cause }];
    }
    const context = this.#history.contextOf(exchange);
    const findings: Finding[] = [];
    for (const [name, check] of allChecks) {
      if (describeCheck(name).severity === "shape" && isOfServerAtLarge(exchange, result)) continue;
      const violation = check(exchange, result, context);
      if (!violation) continue;
      const limit = this.#limits.find(({ check, cases = "" }) => check === name && testCase.id.includes(cases));
      if (limit) this.#outcomes.skippedChecks.push({ check: name, testCase, reason: limit.reason });
      else findings.push({ ...violation, check: name, exchange });
    }
    this.#history.addAfterChecks(exchange);
    return withoutConsequences(findings);
  }
}

/** What else a fault shows in the same response, by the check that names it. */
const consequences: Partial<Record<CheckName, readonly CheckName[]>> = {
  "invalid-accepted": ["body-invalid"],
  "value-changed": ["body-invalid"],
  "server-value-overridden": ["value-changed", "id-repeated", "time-wrong", "value-unstable"],
  "refused-but-stored": ["valid-refused"],
  "response-unstable": ["valid-refused"],
};

function withoutConsequences(findings: readonly Finding[]): Finding[] {
  const explained = new Set(findings.flatMap(({ check }) => consequences[check] ?? []));
  return findings.filter(({ check }) => !explained.has(check));
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
