/** Secrets in the source, as the lint rules found them. The values never leave the rules. */
import { eachInSteps } from '../../../steps';
import { defineCheck, notMeasured, pass } from '../../check';

export default defineCheck({
  meta: {
    name: 'hardcoded-secrets',
    topic: 'configuration',
    title: 'No secrets in the source',
    step: 'Move the secrets out of the source',
    kind: 'gate',
    why: 'A secret in the source is in every clone and in the history, whoever reads it can use it.',
    howToFix:
      'Read it from the environment, keep the local value in .env, and replace the leaked one at its provider.',
  },
  *run(facts) {
    const found: { readonly path: string; readonly count: number }[] = [];
    yield* eachInSteps(facts.sources.all, ({ path, role }) => {
      const counts = role === 'code' || role === 'tooling' ? facts.snapshot.findings.get(path) : undefined;
      if (!counts) return;
      const count = secretRules.reduce((total, rule) => total + (counts[rule] ?? 0), 0);
      if (count > 0) found.push({ path, count });
    });
    const count = found.reduce((total, file) => total + file.count, 0);
    if (count > 0) {
      const examples = found.flatMap(({ path, count: times }) => {
        const lines = secretRules.flatMap((rule) => facts.snapshot.findingLines?.(path, rule) ?? []);
        if (lines.length === 0) return [{ path, line: 1, text: `${times} in this file` }];
        return [...new Set(lines)].sort((a, b) => a - b).map((line) => ({ path, line, text: 'a secret' }));
      });
      return {
        state: 'fail',
        score: 0,
        caps: true,
        evidence: examples.slice(0, 5),
        reason: `${count} ${count === 1 ? 'secret' : 'secrets'} in the source`,
      };
    }
    return facts.sources.all.length === 0
      ? notMeasured('notebooks are not searched for secrets')
      : pass('no secret found');
  },
});

const secretRules = ['hardcoded-secret', 'credentials-in-url', 'provider-secret-literal'];
