import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import spec from "../../generated/openapi.json" with { type: "json" };
import { launch } from "../../test/support/browser.ts";
import { description, type Tool } from "./tool.ts";

const operations = Object.values(spec.paths).flatMap((item) => ("post" in item ? [item.post.summary] : []));

/** Serves a page that loads a script and starts it; the page's address and a function that ends the server. */
async function serve(script: string, start: string): Promise<{ url: string; close: () => void }> {
  const page = `<!doctype html><title>Reference</title><link rel="icon" href="data:,"><div id="viewer"></div>
<script src="/viewer.js"></script><script>${start}</script>`;
  const files: Record<string, [type: string, text: string]> = {
    "/": ["text/html", page],
    "/viewer.js": ["text/javascript", readFileSync(script, "utf8")],
    "/openapi.json": ["application/json", readFileSync(description, "utf8")],
  };
  const server = createServer((request, response) => {
    const [type, text] = files[request.url ?? ""] ?? [];
    response.writeHead(type ? 200 : 404, { "Content-Type": `${type ?? "text/plain"}; charset=utf-8` }).end(text);
  });
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** A viewer of descriptions in the browser: it must show every operation, without an error or a warning. */
function viewer(name: string, packages: Tool["packages"], script: string, start: string): Tool {
  return {
    name,
    packages,
    async problemsOf(folder) {
      const server = await serve(path.join(folder, "node_modules", script), start);
      const browser = await launch();
      try {
        const problems: string[] = [];
        const page = await browser.newPage();
        page.on("pageerror", (error) => problems.push(error.message));
        page.on("console", (message) => {
          if (["error", "warning"].includes(message.type())) problems.push(message.text());
        });
        await page.goto(server.url);
        for (const operation of operations)
          await page
            .getByText(operation)
            .first()
            .waitFor()
            .catch(() => problems.push(`"${operation}" is not shown.`));
        return problems;
      } finally {
        await browser.close();
        server.close();
      }
    },
  };
}

/** The viewers that have the most users, beside Redocly's. */
export const viewers: Tool[] = [
  viewer(
    "Swagger UI",
    ["swagger-ui-dist@5.35.0"],
    "swagger-ui-dist/swagger-ui-bundle.js",
    'SwaggerUIBundle({ url: "/openapi.json", dom_id: "#viewer" })',
  ),
  viewer(
    "Scalar",
    ["@scalar/api-reference@1.72.1"],
    "@scalar/api-reference/dist/browser/standalone.js",
    'Scalar.createApiReference("#viewer", { url: "/openapi.json", withDefaultFonts: false, telemetry: false })',
  ),
];
