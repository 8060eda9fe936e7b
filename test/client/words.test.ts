import { describe, expect, test } from "vitest";
import { clientOf, failureOf } from "./server.ts";

/** The error of a create that a server responds to with this body. */
async function errorOf(body: unknown, init: ResponseInit = { status: 400 }) {
  const fetch = async () => new Response(typeof body === "string" ? body : JSON.stringify(body), init);
  return await failureOf(clientOf({ url: "http://localhost" }, { fetch, maxRetries: 0 }).sessions.create("agt_123"));
}

const start = "POST /v1/agents/agt_123/sessions failed with status 400";

describe("the message says in words what the body says:", () => {
  test.for<[body: unknown, words: string, issues?: object[]]>([
    // The API.
    [{ detail: "Agent not found" }, "Agent not found"],
    [
      { detail: [{ loc: ["body", "metadata", "a"], msg: "Input should be a valid string", type: "string_type" }] },
      "metadata.a: Input should be a valid string",
      [{ field: "metadata.a", message: "Input should be a valid string" }],
    ],
    [{ detail: { message: "Quota exceeded", code: 7 } }, "Quota exceeded"],
    [{ detail: "  ", message: "Wrong" }, "Wrong"],
    [{ detail: [], errors: ["Wrong"] }, "Wrong", [{ field: "", message: "Wrong" }]],
    // API Gateway, Kong, OAuth, Slack, and their like.
    [{ message: "Rate limited" }, "Rate limited"],
    [{ Message: "Forbidden" }, "Forbidden"],
    [{ error: "forbidden" }, "forbidden"],
    [{ error: "invalid_request", error_description: "The key is old" }, "The key is old"],
    [{ error_msg: "404 Route Not Found" }, "404 Route Not Found"],
    [{ __type: "AccessDenied", Message: "User may not do this" }, "User may not do this"],
    [{ fault: { faultstring: "Invalid ApiKey", detail: { errorcode: "oauth.v2" } } }, "Invalid ApiKey"],
    // RFC 9457, with the errors of ASP.NET, and the parameters of its examples.
    [{ title: "Invalid", detail: "The name is too long" }, "The name is too long"],
    [{ title: "Not found", status: 404 }, "Not found"],
    [{ errors: "Not Found" }, "Not Found"],
    [{ issue: [{ code: "invalid", details: { text: "Too long" } }] }, "Too long"],
    [
      { title: "One or more validation errors occurred.", status: 400, errors: { Name: ["The Name is required."] } },
      "One or more validation errors occurred: Name: The Name is required",
      [{ field: "Name", message: "The Name is required." }],
    ],
    [
      { title: "Invalid", "invalid-params": [{ name: "age", reason: "must be positive" }] },
      "Invalid: age: must be positive",
      [{ field: "age", message: "must be positive" }],
    ],
    [
      { Message: "The request is invalid.", ModelState: { "session.Name": ["Too long"] } },
      "The request is invalid: session.Name: Too long",
      [{ field: "session.Name", message: "Too long" }],
    ],
    // Django and Rails.
    [
      { name: ["Not a valid string."], metadata: { kind: ["May not be null."] } },
      "name: Not a valid string.; metadata.kind: May not be null",
      [
        { field: "name", message: "Not a valid string." },
        { field: "metadata.kind", message: "May not be null." },
      ],
    ],
    [{ non_field_errors: ["Too many"] }, "Too many", [{ field: "", message: "Too many" }]],
    [
      { errors: { name: ["is too long", "is odd"] } },
      "name: is too long; name: is odd",
      [
        { field: "name", message: "is too long" },
        { field: "name", message: "is odd" },
      ],
    ],
    [{ errors: { name: "is too long" } }, "name: is too long", [{ field: "name", message: "is too long" }]],
    // Spring.
    [{ timestamp: "2026", status: 404, error: "Not Found", path: "/v1/agents/a/sessions" }, "Not Found"],
    [
      {
        error: "Bad Request",
        message: "Invalid",
        errors: [{ codes: ["a", "b"], field: "name", defaultMessage: "empty" }],
      },
      "Invalid: name: empty",
      [{ field: "name", message: "empty" }],
    ],
    // NestJS, Express, Ajv, Zod, JSON:API, GraphQL, Symfony, GitHub.
    [
      { statusCode: 400, message: ["name is odd", "no kind"], error: "Bad Request" },
      "Bad Request: name is odd; no kind",
    ],
    [
      { errors: [{ field: "name", message: "is too long" }] },
      "name: is too long",
      [{ field: "name", message: "is too long" }],
    ],
    [{ errors: [{ type: "field", msg: "Wrong", path: "name", location: "body" }] }, "name: Wrong"],
    [{ errors: [{ message: "bad", path: ["metadata", 0] }, "worse"] }, "metadata.0: bad; worse"],
    [{ errors: [{ instancePath: "/secrets/TOKEN", message: "must be string" }] }, "secrets.TOKEN: must be string"],
    [{ error: { issues: [{ path: ["name"], message: "Expected string" }] } }, "name: Expected string"],
    [{ _errors: [], name: { _errors: ["Expected string"] } }, "name: Expected string"],
    [{ errors: [{ detail: "Too long", source: { pointer: "/data/name" } }] }, "data.name: Too long"],
    [{ errors: [{ title: "Too long", pointer: "#/name" }] }, "name: Too long"],
    [{ issues: [{ message: "Wrong", path: "secrets/A" }] }, "secrets.A: Wrong"],
    [
      { errors: [{ message: "No", path: ["create"], extensions: { code: "X", trace: ["a"] } }], data: null },
      "create: No",
    ],
    [{ title: "Failed", violations: [{ propertyPath: "name", title: "Too long" }] }, "Failed: name: Too long"],
    [
      { message: "Validation Failed", errors: [{ resource: "Session", field: "name", code: "missing_field" }] },
      "Validation Failed: name: missing_field",
      [{ field: "name", message: "missing_field" }],
    ],
    // Google, gRPC, Azure, Stripe, OpenAI, Kubernetes.
    [
      {
        error: {
          code: 400,
          message: "Invalid value",
          status: "INVALID_ARGUMENT",
          details: [{ "@type": "BadRequest", fieldViolations: [{ field: "name", description: "too long" }] }],
        },
      },
      "Invalid value: name: too long",
      [{ field: "name", message: "too long" }],
    ],
    [{ code: 3, message: "bad name", details: [] }, "bad name"],
    [
      {
        error: { code: "Bad", message: "Two errors", details: [{ code: "Null", target: "Name", message: "is null" }] },
      },
      "Two errors: Name: is null",
      [{ field: "Name", message: "is null" }],
    ],
    [
      { error: { message: "No such name", param: "name", type: "invalid_request_error" } },
      "name: No such name",
      [{ field: "name", message: "No such name" }],
    ],
    [{ error: { message: "No such model", param: null, code: null } }, "No such model"],
    [
      { kind: "Status", message: "invalid", details: { causes: [{ message: "Required value", field: "spec.name" }] } },
      "invalid: spec.name: Required value",
      [{ field: "spec.name", message: "Required value" }],
    ],
    // A sentence that has the problems already.
    [
      { message: "The name is too long. (and 1 more error)", errors: { name: ["The name is too long."] } },
      "The name is too long. (and 1 more error)",
      [{ field: "name", message: "The name is too long." }],
    ],
    // A list, a text and other values alone.
    [[{ message: "a", errorCode: "X" }, [["b"]]], "a; b"],
    ['"Forbidden"', "Forbidden"],
    ["42", "42"],
    ["[]", "[]"],
    ["null", ""],
    ["{}", "{}"],
    [{ detail: "" }, '{"detail":""}'],
    // What has no words for people is shown as it is.
    [{ detail: { code: 7 } }, '{"detail":{"code":7}}'],
    [{ detail: null, error: { code: 7 } }, '{"detail":null,"error":{"code":7}}'],
    [{ __type: "com.amazon.coral#AccessDenied" }, '{"__type":"com.amazon.coral#AccessDenied"}'],
    [{ error: { code: "Bad", message: { value: "No" } } }, '{"error":{"code":"Bad","message":{"value":"No"}}}'],
    [{ detail: [null, 5] }, '{"detail":[null,5]}'],
    [{ detail: [{ loc: ["body"], msg: 3 }] }, '{"detail":[{"loc":["body"],"msg":3}]}'],
    // Plain text, in any language.
    [
      "upstream connect error or disconnect/reset before headers",
      "upstream connect error or disconnect/reset before headers",
    ],
    ["Доступ запрещён\r\n", "Доступ запрещён"],
    ["1 < 2", "1 < 2"],
    ["Bell\u0007 and \u001b[31mcolour\n", "Bell and [31mcolour"],
    ["x".repeat(240), "x".repeat(240)],
    ["x".repeat(501), `${"x".repeat(500)}…`],
    [{ odd: "x".repeat(600) }, `{"odd":"${"x".repeat(492)}…`],
    [`${"x".repeat(499)}😀`, `${"x".repeat(499)}…`],
  ])("%j", async ([body, words, issues]) => {
    const error = await errorOf(body);
    const text = error.message.slice(start.length).replace(/( Check baseUrl.*| The session may.*)$/, "");
    expect(error.message.slice(0, start.length)).toBe(start);
    expect(text).toBe(words === "" ? "." : `: ${words}${/[.…]$/.test(words) ? "" : "."}`);
    if (issues) expect(error["issues"]).toEqual(issues);
  });
});

describe("a page is called a page:", () => {
  const advice = "A gateway sent this page, not the API. Check baseUrl, the network and any proxy.";
  test.for([
    [
      403,
      "<!DOCTYPE html><html><head><title>Access denied | Cloudflare</title></head></html>",
      "Access denied | Cloudflare.",
    ],
    [401, "\n<HTML><HEAD><TITLE>\n Proxy login\n</TITLE></HEAD></HTML>", "Proxy login."],
    [404, "<html><body><h1>Not <b>found</b></h1><p>nginx</p></body></html>", "Not found."],
    [422, "<html><title></title><body>It&#39;s bad&nbsp;&amp; wrong</body></html>", "It s bad wrong."],
    [502, "<style>p { color: red }</style><p>Bad gateway</p>", "Bad gateway."],
    [
      403,
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
      "Access Denied.",
    ],
    [
      500,
      "<soap:Fault><faultcode>a</faultcode><faultstring>No such route</faultstring></soap:Fault>",
      "No such route.",
    ],
  ] as const)("%i with %j", async ([status, page, title]) => {
    const error = await errorOf(page, { status });
    const expected = `POST /v1/agents/agt_123/sessions failed with status ${status}: ${title} ${advice}`;
    expect(error.message.replace(/ The session may .*/, "")).toBe(expected);
    expect(error["body"]).toBe(page);
  });

  test("without any text", async () => {
    expect((await errorOf("<html></html>", { status: 502 })).message).toContain(` failed with status 502. ${advice}`);
  });

  test("even if it is long and hostile", async () => {
    const started = performance.now();
    await errorOf("<title".repeat(40_000), { status: 502 });
    await errorOf("<script".repeat(40_000), { status: 502 });
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("only the API may blame the key, the agent or the request:", () => {
  test.for([
    [401, "Check the API key."],
    [403, "Use an API key that may do this."],
    [404, "Check the agent id and baseUrl."],
    [422, "Correct the request."],
    [429, "Wait before you try again."],
  ] as const)("%i", async ([status, advice]) => {
    expect((await errorOf({ detail: "No" }, { status })).message).toContain(` ${advice}`);
    const text = await errorOf("No", { status });
    if (status === 401 || status === 429) expect(text.message).toContain(` ${advice}`);
    else expect(text.message).toContain(` failed with status ${status}: No. Check baseUrl, the network and any proxy.`);
  });

  test("a status that is no redirect isn't called one", async () => {
    const headers = new Headers();
    for (const status of [300, 304, 305, 306]) {
      const fetch = async () => ({ status, headers, statusText: "", text: async () => "" }) as Response;
      const error = await failureOf(clientOf({ url: "http://localhost" }, { fetch }).sessions.create("agt_123"));
      expect(error.message).not.toContain("redirect");
    }
  });
});

test("the reason phrase says what happened if there is no body", async () => {
  expect((await errorOf("", { status: 400, statusText: "Request Header Too Large" })).message).toContain(
    `${start}: Request Header Too Large.`,
  );
});
