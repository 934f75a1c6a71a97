/** A service answers whether it is alive. */
import { filterInSteps } from '../../../steps';
import { defineCheck, fail, notApplicable, pass } from '../../check';
import { healthRoute } from '../../facts/health-route';

export default defineCheck({
  meta: {
    name: 'health-endpoint',
    topic: 'observability',
    title: 'Health endpoint',
    step: 'Add a health endpoint',
    kind: 'practice',
    why: 'Load balancers and deployments have to ask something whether the service is up.',
    howToFix: 'Add a route such as /health that answers 200 when the service can work.',
    action: 'add-health-endpoint',
  },
  *run(facts) {
    if (facts.profile.profile !== 'service') return notApplicable('not a service');
    const routed = yield* filterInSteps(facts.sources.code, ({ metrics }) => metrics.routes.length > 0);
    for (const { path, metrics } of routed) {
      const route = metrics.routes.find((one) => healthRoute.test(one.path));
      if (route) return pass(`route in ${path}`, [{ path, line: route.line, text: 'health route' }]);
    }
    return fail('no route such as /health or /ready');
  },
});
