/** Real gateways, as Debian packages them, before a server of ours. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** How long the gateways wait for the server, in milliseconds. */
const patience = 500;

/** A gateway: its program, and what to start it with. */
export interface Gateway {
  readonly name: string;
  /** The Debian package. */
  readonly package: string;
  readonly program: string;
  /** The configuration file, and the arguments of the program. */
  readonly config: (port: number, server: number, folder: string) => string;
  readonly args: (port: number, server: number, folder: string, config: string) => readonly string[];
}

function nginx(name: string, location: string): Gateway {
  return {
    name,
    package: "nginx",
    program: "nginx",
    config: (port, server, folder) => `
      pid ${folder}/nginx.pid;
      events {}
      http {
        access_log off;
        client_body_temp_path ${folder}/body;
        proxy_temp_path ${folder}/proxy;
        server {
          listen 127.0.0.1:${port};
          location / { proxy_pass http://127.0.0.1:${server}; proxy_read_timeout ${patience}ms; ${location} }
          location @404 { return 404; }
        }
      }`,
    args: (_, __, folder, config) => ["-p", folder, "-c", config, "-e", "stderr", "-g", "daemon off;"],
  };
}

export const gateways: readonly Gateway[] = [
  {
    name: "Varnish",
    package: "varnish",
    program: "varnishd",
    // Its built-in configuration.
    config: () => "",
    args: (port, server, folder) => [
      ...["-F", "-j", "none", "-n", path.join(folder, "varnish"), "-s", "malloc,16m"],
      ...["-a", `127.0.0.1:${port}`, "-b", `127.0.0.1:${server}`],
      ...["-p", `first_byte_timeout=${patience / 1000}`, "-p", `between_bytes_timeout=${patience / 1000}`],
    ],
  },
  {
    name: "HAProxy",
    package: "haproxy",
    program: "haproxy",
    config: (port, server) => `
defaults
  mode http
  timeout connect ${patience}
  timeout client 60s
  timeout server ${patience}
listen gateway
  bind 127.0.0.1:${port}
  server api 127.0.0.1:${server}
`,
    args: (_, __, ___, config) => ["-db", "-f", config],
  },
  nginx("nginx", ""),
  // A page of 404 instead of an error of the server, as some installations have it.
  nginx("nginx, 5xx as 404", "proxy_intercept_errors on; error_page 500 502 503 504 = @404;"),
];

/** Where the program is; Debian has servers where the paths of users don't lead. */
function programOf({ program }: Gateway): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(path.delimiter), "/usr/sbin", "/usr/local/sbin"];
  return folders.map((folder) => path.join(folder, program)).find(existsSync);
}

/** Why a gateway can't run here; CI has to have it, so there it is tried all the same. */
export function reasonToSkip(gateway: Gateway): string | undefined {
  if (programOf(gateway) || process.env["CI"]) return undefined;
  return `there is no ${gateway.program}: install the package ${gateway.package}`;
}

/** Starts a gateway before the server at a port of this machine. */
export async function startGateway(gateway: Gateway, server: number): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), "dari-gateway-"));
  const port = await freePort();
  const config = path.join(folder, "gateway.conf");
  writeFileSync(config, gateway.config(port, server, folder));
  const program = programOf(gateway) ?? gateway.program;
  const child = spawn(program, gateway.args(port, server, folder, config), { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  child.stderr?.on("data", (chunk) => (log += chunk));
  const stop = async () => {
    if (child.exitCode === null && child.kill()) await once(child, "close");
    rmSync(folder, { recursive: true, maxRetries: 3 });
  };
  try {
    await listening(child, port);
    return { url: `http://127.0.0.1:${port}`, stop };
  } catch (error) {
    await stop();
    throw new Error(`${gateway.name} doesn't start: ${log}`, { cause: error });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  for (const end = Date.now() + 30_000; ; await sleep(50)) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return;
    } catch (error) {
      if (child.exitCode !== null || Date.now() > end) throw error;
    } finally {
      socket.destroy();
    }
  }
}
