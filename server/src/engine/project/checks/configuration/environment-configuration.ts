/** What differs between laptop and server comes from the environment. */
import { counted, defineCheck, fail, notApplicable, pass } from '../../check';
import { evidence } from '../../facts/totals';

export default defineCheck({
  meta: {
    name: 'environment-configuration',
    topic: 'configuration',
    title: 'Configuration from the environment',
    step: 'Read the configuration from the environment',
    kind: 'practice',
    why: 'The same code has to run on a laptop and on a server; only the environment differs.',
    howToFix: 'Read hosts, URLs, ports and keys with os.environ or a settings class, in one module.',
    action: 'add-settings',
  },
  run(facts) {
    const { environmentReads: reads, configurationLiterals: literals } = facts.inCode;
    if (reads.count > 0)
      return pass(
        `read from the environment in ${reads.count} ${reads.count === 1 ? 'place' : 'places'}`,
        evidence(reads, 'reads the environment'),
      );
    if (literals.count > 0)
      return fail(
        `${counted(literals.count, 'host, URL, port or key', 'hosts, URLs, ports or keys')} written into the code`,
        evidence(literals, 'configuration in the code'),
      );
    return facts.profile.profile === 'service'
      ? fail('a service that reads nothing from its environment')
      : notApplicable('nothing to configure');
  },
});
