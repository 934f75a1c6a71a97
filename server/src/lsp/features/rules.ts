/** `seaworthy/rules/list`: every rule with its page. */
import { rulesList, type RuleInfo } from '../../protocol';
import { ruleUrl } from '../../engine';
import { request } from '../guard';
import type { Session } from '../session';

export function registerRules(session: Session): void {
  session.connection.onRequest(
    rulesList,
    request(session, rulesList, [], async (): Promise<RuleInfo[]> => {
      const { rules } = await session.engine();
      return rules.map(({ meta: { name, topic, summary, severity } }) => ({
        name,
        topic,
        summary,
        severity,
        url: ruleUrl(name),
      }));
    }),
  );
}
