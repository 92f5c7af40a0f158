import type {Admin} from 'kafkajs';
import {SourceError} from '../../streams/errors.ts';

export interface TopicAddress {
  readonly brokers: readonly string[];
  readonly topic: string;
}

/** As many as help to find the one that was meant. */
const shown = 10;

/** Throws a SourceError that names the topics there are, where this one is not among them. Creates none. */
export async function requireTopic(
  admin: Pick<Admin, 'fetchTopicMetadata' | 'listTopics'>,
  {brokers, topic}: TopicAddress,
): Promise<void> {
  try {
    await admin.fetchTopicMetadata({topics: [topic]});
  } catch (error) {
    if ((error as {type?: string}).type !== 'UNKNOWN_TOPIC_OR_PARTITION') throw error;
    const topics = (await admin.listTopics()).filter(name => !name.startsWith('__')).sort();
    const there =
      topics.length === 0 ? 'there are none yet' : `there are ${topics.slice(0, shown).join(', ')}`;
    const more = topics.length > shown ? ` and ${topics.length - shown} more` : '';
    throw new SourceError(
      `there is no topic "${topic}" at ${brokers.join(', ')}; check its name, or create it (${there}${more})`,
      {cause: error},
    );
  }
}
