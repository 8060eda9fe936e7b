/** Applies the checks to an exchange. */
import type { Check, CheckContext, Violation } from "../check/check.ts";
import { type CheckName, checks, type Finding } from "../check/finding.ts";
import type { Ignored } from "../options.ts";
import type { Exchange, HttpResponse } from "../transport/exchange.ts";
import type { History } from "./history.ts";
import { entryFor } from "./ignored.ts";
import type { Outcomes } from "./result.ts";

/** Applies the checks to exchanges. */
export class Checker {
  readonly #history: History;
  readonly #outcomes: Outcomes;
  readonly #ignore: readonly Ignored[];

  constructor(history: History, outcomes: Outcomes, ignore: readonly Ignored[]) {
    this.#history = history;
    this.#outcomes = outcomes;
    this.#ignore = ignore;
  }

  /** The findings of an exchange that fail the run; those that are ignored are recorded. */
  findings(exchange: Exchange): Finding[] {
    const context = this.#history.checkContext(exchange);
    const found = checks.flatMap((check): Finding[] => {
      const violation = violationOf(check, exchange, context);
      return violation ? [{ ...violation, check, exchange }] : [];
    });
    this.#history.addChecked(exchange);
    return withoutConsequences(found).filter((finding) => {
      const entry = entryFor(finding, this.#ignore);
      if (entry) this.#outcomes.ignored.push({ finding, entry });
      return entry === undefined;
    });
  }

  /** Whether a check finds anything in an exchange. */
  finds(check: Check<CheckName>, exchange: Exchange): boolean {
    return violationOf(check, exchange, this.#history.checkContext(exchange)) !== undefined;
  }
}

function violationOf(
  { find, findWithout, severity }: Check<CheckName>,
  exchange: Exchange,
  context: CheckContext,
): Violation | undefined {
  const { result } = exchange;
  if (result.kind === "no-response") return findWithout?.(exchange, result);
  if (severity === "shape" && isOfServerAtLarge(exchange, result)) return undefined;
  return find?.(exchange, result, context);
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
