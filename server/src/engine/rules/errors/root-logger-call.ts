/** `logging.info(...)`: a library that logs through the root logger cannot be told apart or silenced. */
import type { RuleContext } from '../../lint/context';
import { defineRule } from '../../lint/rule';

const methods = 'debug|info|warning|warn|error|exception|critical|log';
const rootCall = new RegExp(`^logging\\.(${methods})$`);

export default defineRule<{ readonly method: string }>({
  meta: {
    name: 'root-logger-call',
    topic: 'errors',
    summary: 'A module logs through the root logger.',
    severity: 'information',
    profile: 'recommended',
    scope: 'module',
    fix: 'unsafe',
    since: '0.1.0',
    equivalents: [{ tool: 'ruff', code: 'LOG015', name: 'root-logger-call', suffices: 'alone' }],
    messages: {
      root: '`logging.{method}` uses the root logger: nobody can see where the record comes from, or silence this module.',
    },
    docs: {
      why:
        'Records of the root logger carry the name `root`: an application cannot raise the level of one noisy module, ' +
        'nor route its records elsewhere. The functions of `logging` also install a handler on first use, behind the back ' +
        'of the application that configures logging. A logger named after the module costs one line.',
      bad: [
        { code: 'import logging\n\n\ndef connect(host):\n    logging.info("connecting to %s", host)\n' },
        {
          code: 'from logging import warning\n\n\ndef retry(attempt):\n    warning("attempt %d", attempt)\n',
        },
      ],
      good: [
        {
          code: 'import logging\n\nlogger = logging.getLogger(__name__)\n\n\ndef connect(host):\n    logger.info("connecting to %s", host)\n',
        },
        {
          code: 'import logging\n\n\ndef work():\n    logging.info("working")\n\n\nif __name__ == "__main__":\n    logging.basicConfig(level=logging.INFO)\n    work()\n',
        },
      ],
      guards: [
        'scripts and entry points that configure logging themselves, with `basicConfig` or `dictConfig`',
        'tests, notebooks and examples',
        'the functions that configure: `basicConfig`, `getLogger`, `captureWarnings`, `disable`',
      ],
      fixes:
        'Calls the same method of the module logger, and adds `logger = logging.getLogger(__name__)` when there is none. ' +
        'Unsafe: records carry another name, and the handler that `logging.info` and its like install on first use is not ' +
        'installed any more.',
    },
  },
  calls: {
    words: methods.split('|'),
    modules: ['logging'],
    visit(node, context) {
      const callee = node.childForFieldName('function');
      const method = rootCall.exec(context.names.qualifiedName(callee) ?? '')?.[1];
      if (!callee || method === undefined || isOwnSetup(context)) return;
      context.report({
        node,
        message: 'root',
        range: { start: callee.startIndex, end: callee.endIndex },
        values: { method },
        data: { method },
      });
    },
  },
  fix({ node, data: { method } }, context) {
    const callee = node.childForFieldName('function');
    const logger = context.insertions.logger();
    // loguru formats messages in another way.
    if (!callee || !logger || logger.isLoguru) return [];
    const call = `${logger.name}.${method === 'warn' ? 'warning' : method}`;
    const whose = logger.name.includes('.') ? 'class' : 'module';
    return [
      {
        title: `Use the ${whose}'s logger: \`${call}\` (records get its name; no handler is installed on first use)`,
        applicability: 'unsafe',
        edits: [...logger.edits, { start: callee.startIndex, end: callee.endIndex, newText: call }],
      },
    ];
  },
});

/** A program in one file that sets logging up may use what it has set up. */
function isOwnSetup({ file }: Pick<RuleContext, 'file'>): boolean {
  switch (file.role) {
    case 'test':
    case 'notebook':
    case 'example':
      return true;
    case 'script':
    case 'entry-point':
      return file.configuresLogging;
    default:
      return false;
  }
}
