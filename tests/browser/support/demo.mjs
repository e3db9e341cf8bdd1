// The real binary: `nairo demo` on a free port with a folder of its own, whose world was loaded once for all of them.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const LONGEST_START = 60_000;

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const newFolder = () => mkdtemp(join(tmpdir(), "nairo-demo-"));

let world = null;

// The folder of a demo that has been started with `--fresh` and stopped: loading the world takes longer than many a test.
async function loadedWorld() {
  const folder = await newFolder();
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const demo = await start(folder, ["--fresh"], "127.0.0.1");
  await demo.end();
  return folder;
}

// Starts a demo; `stop` ends it and takes its folder away. `host` is what the browser calls it: passkeys need a name.
export async function startDemo({ host = "127.0.0.1" } = {}) {
  world ??= loadedWorld();
  const folder = await newFolder();
  await cp(await world, folder, { recursive: true });
  const demo = await start(folder, [], host);
  demo.stop = async () => {
    await demo.end();
    await rm(folder, { recursive: true, force: true });
  };
  return demo;
}

async function start(folder, options, host) {
  const port = await freePort();
  const url = `http://${host}:${port}`;
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATABASE_URL: `sqlite://${join(folder, "nairo.db")}`,
    NAIRO_ADDR: `127.0.0.1:${port}`,
    NAIRO_BASE_URL: url,
    NAIRO_FILES: join(folder, "files"),
    NAIRO_LOG: "warn",
  };
  const child = spawn(process.env.NAIRO_BINARY, ["demo", ...options], { cwd: folder, env });
  const demo = { url, folder, output: "" };
  let ended = null;
  const note = (bytes) => (demo.output += bytes);
  child.stdout.on("data", note);
  child.stderr.on("data", note);
  child.on("error", (error) => (ended = error.message));
  child.on("exit", (code, signal) => (ended = `ended with ${code ?? signal}`));
  demo.end = async () => {
    const gone = ended ? null : new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await Promise.race([gone, pause(10_000)]);
    child.kill("SIGKILL");
  };
  await waitUntilLive(demo, () => ended);
  return demo;
}

async function waitUntilLive(demo, howItEnded) {
  const giveUpAt = Date.now() + LONGEST_START;
  while (Date.now() < giveUpAt) {
    if (howItEnded()) throw new Error(`the demo ${howItEnded()}:\n${demo.output}`);
    const live = await fetch(`${demo.url}/health/live`).then((answer) => answer.ok, () => false);
    if (live) return;
    await pause(100);
  }
  await demo.end();
  throw new Error(`the demo did not answer within ${LONGEST_START / 1000} s:\n${demo.output}`);
}
