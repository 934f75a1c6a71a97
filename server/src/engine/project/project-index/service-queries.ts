/** Services that are deployed and cannot be asked whether they are up. */
import { healthRoute } from '../facts/health-route';
import { fileRole } from '../facts/roles';
import type { IndexPart, Queries } from './index';

/** Files that say how the program is put on a server; the most telling first. */
const deployments = [
  'Dockerfile',
  'Containerfile',
  'Procfile',
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
  'fly.toml',
  'render.yaml',
  'app.yaml',
];

export function serviceQueries(index: IndexPart): Pick<Queries, 'healthGap'> {
  const gap = index.derived(() => {
    const { facts, files } = index;
    const evidence = deployments.find((name) => facts.paths.has(name));
    if (evidence === undefined || facts.profile.profile !== 'service') return undefined;
    const code = [...files]
      .filter(([path]) => fileRole(path) === 'code')
      .sort(([a], [b]) => (a < b ? -1 : 1));
    if (code.some(([, { routes }]) => routes.some(({ path }) => healthRoute.test(path)))) return undefined;
    const [first] = code.find(([, { webApplications }]) => webApplications.length > 0) ?? [];
    return first === undefined ? undefined : { evidence, path: first };
  });
  return {
    healthGap: (path) => {
      const found = gap();
      return found?.path === path ? { evidence: found.evidence } : undefined;
    },
  };
}
