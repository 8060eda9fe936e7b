/**
 * `npm run bench:gateways` creates sessions through real gateways, before a server that creates the session and then
 * fails, and compares what each client says with the ledger of the server.
 */
import { type Claim, type Count, claimOf, countOf } from "./bench/claim.ts";
import { type Contender, ky, openapiFetch, ours, stainless } from "./bench/competitors.ts";
import { behaviours, startFailingServer } from "./bench/failing-server.ts";
import { type Gateway, gateways, reasonToSkip, startGateway } from "./bench/gateways.ts";
import { readOptions } from "./lib/options.ts";
import { run } from "./lib/run.ts";

const values = readOptions("Counts what clients make of real gateways before a server that fails.", {
  creates: { type: "string", value: "number", default: "10", help: "Creates for each gateway and failure." },
});

/** Lets a client create sessions behind a gateway, while the server behaves in each way. */
async function measure({ make }: Contender, gateway: Gateway): Promise<Count> {
  const server = await startFailingServer();
  const { url, stop } = await startGateway(gateway, server.port);
  const create = make({ baseUrl: url });
  const claims = new Map<string, Claim>();
  const attempt = async (agent: string, task: string) => {
    claims.set(task, await claimOf(create(agent, { metadata: { task } })));
  };
  try {
    const numbers = Array.from({ length: Number(values.creates) }, (_, number) => number);
    const agents = Object.keys(behaviours);
    await Promise.all(agents.flatMap((agent) => numbers.map((number) => attempt(agent, `${agent}-${number}`))));
    return countOf(claims, server.ledger);
  } finally {
    await stop();
    server.stop();
  }
}

run("npm", ["run", "build"]);
const reasons = new Set(gateways.map(reasonToSkip).filter((reason) => reason !== undefined));
if (reasons.size > 0) throw new Error([...reasons].join("; "));
const contenders: Contender[] = [];
for (const prepare of [ours, openapiFetch, ky, stainless]) contenders.push(await prepare());
const creates = Object.keys(behaviours).length * Number(values.creates);
console.log(`Duplicates / wrong claims in ${creates} creates behind each gateway, before a server that fails:\n`);
console.log(`${"client".padEnd(22)}${gateways.map(({ name }) => name.padStart(20)).join("")}`);
for (const contender of contenders) {
  const counts: Count[] = [];
  for (const gateway of gateways) counts.push(await measure(contender, gateway));
  const cells = counts.map(({ duplicates, wrong }) => `${duplicates} / ${wrong}`.padStart(20));
  console.log(contender.name.padEnd(22) + cells.join(""));
  const isOurs = contender === contenders[0];
  if (isOurs && counts.some(({ duplicates, wrong }) => duplicates + wrong > 0)) process.exitCode = 1;
}
