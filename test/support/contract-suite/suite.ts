import spec from "../../../generated/openapi.json" with { type: "json" };
import { contractTests } from "../../../src/contract/vitest.ts";

const { SERVER_URL: baseUrl = "", API_KEY: apiKey } = process.env;
const ignore = [{ text: "/ambiguous/", reason: "servers may differ" }];

contractTests({ spec, baseUrl, apiKey, ignore, only: "/metadata" });
