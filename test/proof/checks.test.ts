import { describe, test } from "vitest";
import { type CheckName, checks } from "../../src/contract/check/finding.ts";
import { servers } from "./servers.ts";

/** For each check a server that no other check finds: without the check it would pass. */
const foundByOne: Readonly<Record<CheckName, string>> = {
  "secret-returned": "leaks: secrets are returned in base64",
  "credential-returned": "leaks: the right key is in a header",
  "credential-not-checked": "credentials: are compared without case",
  "requests-mixed": "between requests: a session names its neighbour",
  "server-value-overridden": "the session: takes status from the request",
  "value-changed": "returns otherwise: the name is trimmed",
  "value-invented": "another API: a missing note made up",
  "value-unstable": "the session: alternates between two versions",
  "refused-but-stored": "between requests: a refusal shows a session",
  "id-repeated": "the session: has always the same id",
  "time-wrong": "the session: was created an hour ago",
  "invalid-accepted": "another API: ignoring a pattern",
  "undocumented-operation": "routes: PUT creates",
  "reference-not-checked": "routes: any agent is known",
  "valid-refused": "refuses what is valid: empty metadata",
  "server-error": "odd input and load: deep nesting gets 500",
  "no-response": "odd input and load: an empty key gets no response",
  "response-unstable": "between requests: null is taken once and refused then",
  "credential-refused": "credentials: a wrong key locks the right one out",
  "status-undocumented": "another API: an undocumented status",
  "media-type-undocumented": "responses: is HTML",
  "body-not-json": "responses: is cut off",
  "body-invalid": "the session: has a last message that is false",
  "header-invalid": "another API: a missing header",
  "write-not-stored": "broken items: a PATCH that ignores one property",
  "other-state-changed": "broken items: a PATCH that drops what it does not name",
  "refused-but-changed": "broken items: a refused write that sets one number",
  "read-only-written": "broken items: readOnly properties that are taken",
  "deleted-but-there": "broken items: a DELETE that leaves the item to be read",
  "list-wrong": "broken items: an offset that is one too many",
  "unknown-found": "broken items: a list of all projects",
  "filter-ignored": "broken items: a filter for false that is ignored",
  "precondition-ignored": "broken items: a condition that is ignored",
};

describe.concurrent("a server is found by one check alone:", () => {
  test.for(checks.map(({ name }) => name))("%s", async (check, { expect }) => {
    const server = servers.find(({ group, name }) => `${group}: ${name}` === foundByOne[check]);
    const { findings } = (await server?.report()) ?? { findings: [] };
    expect(new Set(findings.map((finding) => finding.check))).toEqual(new Set([check]));
  });
});
