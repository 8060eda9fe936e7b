import type { IncomingMessage } from "node:http";
import { beforeAll, describe, expect, test } from "vitest";
import { type ContractOptions, type Report, runContract } from "../../../src/contract/index.ts";
import type { Received } from "../../support/servers/handler.ts";
import { apiKey, type Difference, startServer } from "../../support/servers/sessions.ts";
import { createSessionOnly as spec } from "../../support/spec.ts";

async function report(difference: Difference, options: Partial<ContractOptions> = {}): Promise<Report> {
  const server = await startServer(difference);
  try {
    const baseUrl = options.baseUrl ?? server.url;
    return await runContract({ spec, apiKey, timeout: 30_000, ...options, baseUrl });
  } finally {
    await server.stop();
  }
}

const checks = ({ findings }: Report) => new Set(findings.map(({ check }) => check));

describe("on another machine", () => {
  const received: Received[] = [];
  let result: Report;
  beforeAll(async () => {
    const recording: Difference = (parts) => ({
      handle: async (request, state, all) => {
        received.push(request);
        return parts.handle(request, state, all);
      },
    });
    const server = await startServer(recording);
    // An address that is not known to be of this machine.
    const baseUrl = server.url.replace("127.0.0.1", "[::ffff:127.0.0.1]");
    result = await runContract({ spec, baseUrl, apiKey, only: "unauthorized" });
    await server.stop();
  });

  test("the API key is sent in its documented place alone", () => {
    const places = ({ path, query, headers, text }: Received) => {
      const { authorization: _, ...others }: IncomingMessage["headers"] = headers;
      return decodeURIComponent(JSON.stringify([path, [...query], others, text]));
    };
    expect(received.length).toBeGreaterThan(10);
    expect(received.filter((request) => places(request).includes(apiKey))).toEqual([]);
  });

  test("what would send it elsewhere is skipped, with the reason", () => {
    const skipped = result.skipped.find(({ reason }) => /not sent to another machine/.test(reason));
    expect(skipped?.cases).toEqual(
      expect.arrayContaining([
        "createSession/unauthorized/the-key-in-the-query",
        "createSession/unauthorized/the-key-in-a-cookie",
        "createSession/unauthorized/the-key-in-other-headers",
      ]),
    );
    expect(result.verdict).toBe("passed");
  });
});

test("a response that is nested too deeply to be read is a finding, and no crash", async () => {
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const nesting: Difference = (parts) => ({
    success: (session, state) => ({ ...parts.success(session, state), body: deep }),
  });
  const { verdict, findings } = await report(nesting, { only: "every-property" });
  expect(verdict).toBe("failed");
  expect(findings.map(({ check }) => check)).toEqual(["body-not-json"]);
  expect(findings[0]?.expected).toBe("JSON, at most 500 levels deep");
});

test("a response that is too large to be read is no finding, and leaves the run incomplete", async () => {
  const large: Difference = (parts) => ({
    success: (session, state) => {
      const reply = parts.success(session, state);
      return session["internet_access"] ? { ...reply, body: " ".repeat(5 * 1024 * 1024) } : reply;
    },
  });
  const { verdict, findings, reason } = await report(large, { only: "/accepted/internet" });
  expect(findings).toEqual([]);
  expect(verdict).toBe("incomplete");
  expect(reason).toMatch(/a response is larger than the 4 MiB that are read/);
});

describe("entries of ignore", () => {
  const everything: Difference = () => ({ authorize: () => undefined, validate: () => undefined });

  test("that exclude all cases leave a run untested", async () => {
    const { verdict, reason } = await report(() => ({}), { ignore: [{ text: "/", reason: "a mock" }] });
    expect(verdict).toBe("untested");
    expect(reason).toMatch(/all of them were skipped/);
  });

  test("that match nothing because nothing was sent are not called needless", async () => {
    const ignore = [{ text: "/state/", reason: "a mock" }];
    const { verdict, ignored } = await runContract({ spec, baseUrl: "http://127.0.0.1:1", apiKey, ignore });
    expect(verdict).toBe("untested");
    expect(ignored).toEqual([]);
  });

  test("of one check are counted and listed, and hide no other check", async () => {
    const ignore = [{ code: "DS121", reason: "it validates nothing" }];
    const result = await report(everything, { ignore, only: "unauthorized/a-request-without-a-credential" });
    expect(result.verdict).toBe("failed");
    expect(checks(result)).toContain("credential-not-checked");
    expect(result.ignored).toEqual([]);
    const other = await report(everything, { ignore, only: "refused/secrets" });
    expect(other.verdict).toBe("passed");
    expect(other.ignored[0]?.findings.length).toBeGreaterThan(1);
    expect(other.cases.filter(({ reason }) => reason === "it validates nothing").map(({ id }) => id)).toEqual(
      expect.arrayContaining([...(other.ignored[0]?.cases ?? [])]),
    );
  });

  test("of one text leave other findings of the check alone", async () => {
    const ignore = [{ code: "DS121", text: "secrets" }];
    const result = await report(everything, { ignore, only: "refused/" });
    expect(result.verdict).toBe("failed");
    expect(result.findings.filter(({ title }) => title.startsWith("secrets"))).toEqual([]);
    expect(result.ignored[0]?.findings.every(({ title, pointer }) => (title + pointer).includes("secrets"))).toBe(true);
  });
});

describe("one broken response is enough", () => {
  test.for<[string, string, string, Difference]>([
    [
      "a wrong key that gets 404",
      "credential-not-checked",
      "unauthorized/the-key-with-its-first",
      (parts) => ({
        failure: (status, detail, request) => parts.failure(status === 401 ? 404 : status, detail, request),
      }),
    ],
    [
      "silence",
      "no-response",
      "accepted/name-64-characters",
      (parts) => ({
        handle: (request, state, all) =>
          request.text.startsWith('{"name"') ? new Promise<never>(() => {}) : parts.handle(request, state, all),
      }),
    ],
    [
      "one secret in a trailer",
      "secret-returned",
      "accepted/secrets-12-entries",
      () => ({
        write: ({ status, body }, response, request) => {
          response.writeHead(status, { "Content-Type": "application/json", Trailer: "X-Debug" });
          response.write(JSON.stringify(body));
          response.addTrailers({ "X-Debug": encodeURIComponent(request.text) });
          response.end();
        },
      }),
    ],
    [
      "one secret in an interim response",
      "secret-returned",
      "accepted/secrets-12-entries",
      (parts) => ({
        write: (reply, response, request) => {
          response.writeEarlyHints({ link: `</?with=${encodeURIComponent(request.text)}>; rel=preload` });
          parts.write(reply, response, request);
        },
      }),
    ],
    [
      "one failure",
      "server-error",
      "accepted/name-64-characters",
      (parts) => ({
        handle: (request, state, all) =>
          request.text.startsWith('{"name"') ? Promise.reject(new Error("a bug")) : parts.handle(request, state, all),
      }),
    ],
  ])("%s is found", async ([, check, only, difference]) => {
    const result = await report(difference, { only, timeout: 2000 });
    expect(checks(result)).toContain(check);
    expect(result.verdict).toBe("failed");
  });
});

describe("a run that the server cut short", () => {
  const limited =
    (most: number, difference: Difference = () => ({})): Difference =>
    (parts, state) => {
      let requests = 0;
      const changed = { ...parts, ...difference(parts, state) };
      return {
        ...changed,
        handle: async (request, now, all) =>
          ++requests > most
            ? { status: 429, headers: { "Retry-After": "900" }, body: { detail: "Too many requests" } }
            : changed.handle(request, now, all),
      };
    };

  test("is incomplete, says what the limit is, and sends no more", async () => {
    const result = await report(limited(50));
    expect(result.verdict).toBe("incomplete");
    expect(result.reason).toMatch(/untested: the server limits .*429, Retry-After: 900\)\. Next: lift the limit/);
    expect(result.requests).toBeLessThan(80);
  });

  test("still fails for what was found until then", async () => {
    expect((await report(limited(100, () => ({ validate: () => undefined })))).verdict).toBe("failed");
  });
});

test("a create that is not sent for the caller's limit leaves the verdict alone", async () => {
  expect((await report(() => ({}), { maxCreates: 250 })).verdict).toBe("passed");
});

test("a constraint that is untested for the caller's limit makes the run incomplete", async () => {
  const result = await report(() => ({}), { maxCreates: 2, only: "agent_id" });
  expect(result.verdict).toBe("incomplete");
  expect(result.reason).toMatch(/1 constraint is untested: the run may create no more than 2 /);
});
