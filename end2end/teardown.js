import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const docker = (...args) =>
  execFileSync('docker', args, { encoding: 'utf8' }).split('\n').filter(Boolean);

// Removes what the tests, passed or failed, left on the engine, and the server's folder.
export default function teardown() {
  const folder = process.env.E2E_FOLDER;
  const project = readFileSync(join(folder, 'data/.env'), 'utf8').match(/COMPOSE_PROJECT_NAME=(.*)/)[1];
  const containers =
    docker('ps', '--all', '--quiet', '--filter', `label=com.docker.compose.project=${project}`);
  if (containers.length) docker('rm', '--force', '--volumes', ...containers);
  const networks = docker('network', 'ls', '--quiet', '--filter', `label=io.wharfinger.project=${project}`);
  if (networks.length) docker('network', 'rm', ...networks);
  rmSync(folder, { recursive: true, force: true });
}
