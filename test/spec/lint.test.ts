import { describe, expect, test } from "vitest";
import { redoclyOnCopy } from "../support/spec.ts";

/** The rules that a description breaks when one piece of its text is replaced by another. */
async function brokenRules(find?: string, replace?: string): Promise<string[]> {
  const { out } = await redoclyOnCopy(["lint", "dari", "--format=json"], find, replace);
  return (JSON.parse(out) as { problems: { ruleId: string }[] }).problems.map((problem) => problem.ruleId);
}

describe("the linter", () => {
  test("has nothing to say about the description", async () => {
    expect(await brokenRules()).toEqual([]);
  });

  test.for([
    {
      change: "a property without a description",
      find: "          description: The id of the storage binding to mount into this session.\n",
      rule: "rule/schema-description",
    },
    {
      change: "secrets that are not writeOnly",
      find: "        secrets:\n          type: object\n          writeOnly: true\n",
      replace: "        secrets:\n          type: object\n",
      rule: "rule/secret-is-write-only",
    },
    {
      change: "an LLM key that is writeOnly in name only",
      find: "        llm_api_key:\n          type: string\n          writeOnly: true\n",
      replace: "        llm_api_key:\n          type: string\n          writeOnly: false\n",
      rule: "rule/secret-is-write-only",
    },
    {
      change: "a response that forbids unknown properties",
      find: "      title: Session\n",
      replace: "      title: Session\n      additionalProperties: false\n",
      rule: "rule/response-stays-open",
    },
    {
      change: "an operation without an answer to a missing key",
      find: '        "401":\n          $ref: "#/components/responses/Unauthorized"\n',
      rule: "rule/operation-documents-401",
    },
    {
      change: "a response property that returns something other than a part of the request",
      find: "x-returns: $request.body#/name",
      replace: "x-returns: the name of the request",
      rule: "rule/returns-part-of-request",
    },
    {
      change: "a response property that is generated in an unknown way",
      find: "x-generated: now",
      replace: "x-generated: sometimes",
      rule: "rule/generated-how",
    },
    {
      change: "an example that breaks its schema",
      find: "                  internet_access: true\n",
      replace: "                  internet_access: sometimes\n",
      rule: "no-invalid-media-type-examples",
    },
  ])("reports $change", async ({ find, replace, rule }) => {
    expect(await brokenRules(find, replace)).toContain(rule);
  });

  test("scores the description at 95 or better for its readiness for agents", async () => {
    const { out } = await redoclyOnCopy(["score", "dari", "--format=json"]);
    expect((JSON.parse(out) as { agentReadiness: number }).agentReadiness).toBeGreaterThanOrEqual(95);
  });
});
