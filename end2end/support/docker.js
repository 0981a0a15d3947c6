import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

// Runs the docker command line against the machine's engine; gives the lines it printed.
export async function docker(...args) {
  const { stdout } = await run('docker', args);
  return stdout.split('\n').filter(Boolean);
}

// The engine's ids of a project's containers, or of the one with this id of ours.
export function containerIds(project, cuid) {
  const service = cuid ? ['--filter', `label=com.docker.compose.service=${cuid}`] : [];
  return docker('ps', '--all', '--quiet', '--filter', `label=com.docker.compose.project=${project}`, ...service);
}

// Removes a project's containers and its network.
export async function removeProject(project) {
  const containers = await containerIds(project);
  if (containers.length) await docker('rm', '--force', '--volumes', ...containers);
  const networks = await docker('network', 'ls', '--quiet', '--filter', `label=io.wharfinger.project=${project}`);
  if (networks.length) await docker('network', 'rm', ...networks);
}
