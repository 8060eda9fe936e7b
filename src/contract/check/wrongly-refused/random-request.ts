import { isObject } from "../../../openapi/pointer.ts";
import { CANARY } from "../../generate/context.ts";
import type { Exchange } from "../../transport/exchange.ts";

/** What a finding is about: the case, or the only property that is left of a random request. */
export function subjectOf({ testCase }: Exchange): string {
  const { randomIndex, sent, title } = testCase;
  if (randomIndex === undefined || sent === undefined) return title;
  const properties = Object.entries(isObject(sent.body) ? sent.body : {});
  const chosen = properties.filter(([, value]) => !isCanaryAlone(value));
  const [only, ...others] = chosen.length > 0 ? chosen : properties;
  return only === undefined || others.length > 0 ? title : `${only[0]}: a random valid value`;
}

/** Whether a map is there for the canary of the request. */
function isCanaryAlone(value: unknown): boolean {
  return isObject(value) && Object.values(value).join() === CANARY;
}
