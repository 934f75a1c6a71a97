/** Python packages of Debian that tests run generated code with. Installed once, where that is nobody's own machine. */
import { spawnSync } from 'node:child_process';

export const systemPython = '/usr/bin/python3';

/** True when the system's Python can import all of the modules, if need be after installing their packages. */
export function hasModules(packages: Readonly<Record<string, string>>): boolean {
  const missing = Object.entries(packages).filter(([module]) => !canImport(module));
  if (missing.length === 0) return true;
  // Root on Linux with apt: a container for tests, where a package more is no surprise.
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = ['-o', 'DPkg::Lock::Timeout=120', '-q'];
  const apt = (args: readonly string[]) =>
    spawnSync('apt-get', [...options, ...args], { env, stdio: 'ignore', timeout: 300_000 }).status === 0;
  const install = ['install', '-y', '--no-install-recommends', ...missing.map(([, name]) => name)];
  if (!apt(install)) {
    // A fresh container has no package lists yet.
    apt(['update']);
    apt(install);
  }
  return missing.every(([module]) => canImport(module));
}

function canImport(module: string): boolean {
  return spawnSync(systemPython, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;
}
