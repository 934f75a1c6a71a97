/** Somebody notices when a dependency has a new version. */
import { defineCheck, fail, notMeasured, pass } from '../../check';

export default defineCheck({
  meta: {
    name: 'dependency-updates',
    topic: 'delivery',
    title: 'Dependency updates automated',
    step: 'Automate dependency updates',
    kind: 'practice',
    why: 'Known holes are in old versions, and nobody reads release notes of forty packages.',
    howToFix: 'Add .github/dependabot.yml, or renovate.json, with grouped weekly updates.',
    requires: ['ci-present'],
    action: 'add-dependabot',
  },
  run(facts) {
    const found = facts.find(
      /^(?:\.github\/dependabot\.ya?ml|(?:\.github\/|\.gitlab\/)?renovate\.json5?|\.renovaterc(?:\.json5?)?|\.pyup\.ya?ml)$/,
    )[0];
    if (found !== undefined) return pass(found, [{ path: found, line: 1, text: 'automates updates' }]);
    const bot = facts.ci.commands.find((one) =>
      /\b(?:renovate(?:bot)?|uv\s+lock\s+--upgrade|pip-audit)\b/.test(one.text),
    );
    if (bot) return pass(`in ${bot.path}`, [{ path: bot.path, line: bot.line, text: 'looks for updates' }]);
    return facts.snapshot.git
      ? fail('nothing looks for new versions')
      : notMeasured('open the repository root to see');
  },
});
