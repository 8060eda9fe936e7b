/** What an application carries of a client. */
import { gzipSync } from "node:zlib";
import esbuild from "esbuild";
import { rolldown } from "rolldown";

/** Bytes of an application's bundle, minified and compressed, by bundler. */
export interface Weight {
  readonly esbuild: number;
  readonly rolldown: number;
}

/** What an application weighs that imports one name of a module, with everything that the module imports. */
export async function weightOf(module: string, imported: string): Promise<Weight> {
  if (module === "") return { esbuild: 0, rolldown: 0 };
  const names = imported === "default" ? "client" : `{ ${imported} as client }`;
  const code = `import ${names} from ${JSON.stringify(module)}; globalThis.client = client;`;
  const resolve = { mainFields: ["module", "main"] };
  const weigh = (text: string) => gzipSync(text, { level: 9 }).length;

  const shared = { bundle: true, minify: true, write: false, logLevel: "silent" } as const;
  const stdin = { contents: code, resolveDir: import.meta.dirname };
  const first = await esbuild.build({ ...shared, ...resolve, stdin, format: "esm" });

  const entry = "application";
  const plugin = {
    name: entry,
    resolveId: (id: string) => (id === entry ? id : null),
    load: (id: string) => (id === entry ? code : null),
  };
  const bundle = await rolldown({ input: entry, platform: "neutral", resolve, plugins: [plugin], logLevel: "silent" });
  const { output } = await bundle.generate({ minify: true });
  const chunks = output.filter((file) => file.type === "chunk");
  return {
    esbuild: weigh(first.outputFiles[0]?.text ?? ""),
    rolldown: weigh(chunks.map((chunk) => chunk.code).join("")),
  };
}
