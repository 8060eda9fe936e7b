import { describe, expect, test } from "vitest";
import { valueAt } from "../support/spec.ts";
import { extensions, type Fact, fromElsewhere, notStated, stated } from "./facts.ts";

describe.for<[string, Fact[]]>([
  ["the API's page", stated],
  ["other public material", fromElsewhere],
  ["no page", notStated],
  ["extensions", extensions],
])("the description says, from %s:", ([, facts]) => {
  test.for(facts.map((fact) => [fact.fact, fact] as const))("%s", ([, { at, is, says, has }]) => {
    const value = valueAt(at);
    if (has !== undefined) expect(Object.keys(value as object)).toEqual(has);
    else if (says === undefined) expect(value).toEqual(is);
    else expect(String(value).replaceAll(/\s+/g, " ")).toContain(says);
  });
});
