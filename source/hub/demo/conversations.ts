/**
 * What the demo's people talk about. A conversation is a list of lines, each beginning with who says it: A is the
 * one who starts, B and C join in. `/me` is an action, `/topic` sets the topic. In braces: {A} {B} {C} their nicks,
 * {service} {other} two different services, {symbol} a coin, {n} a small number, {ms} a latency.
 */
export type Conversation = readonly string[];

export const conversations: Readonly<Record<string, readonly Conversation[]>> = {
  '#ops': [
    [
      'A anyone else see p99 of {service} creeping up?',
      'B yes, {ms} ms since the last deploy',
      'A rolling it back then',
      'B 👍',
    ],
    [
      'A deploying {service} in five minutes, shout if you mind',
      'B go ahead, {other} is quiet',
      'A done, all green ✅',
    ],
    [
      'A {service} is at {n} replicas, is that on purpose?',
      'B that was me, load test',
      'C please say so next time 🙂',
      'B sorry {C}, will do',
    ],
    [
      'A who owns the {service} dashboards now?',
      'B {C} took them over',
      'C I did. what is missing?',
      'A the error budget panel',
      'C on it',
    ],
    [
      'A certificate of {service} runs out in {n} days',
      'B renewal is automatic since March',
      'A trust but verify 😄',
      'B fair. checked: renewed last night',
    ],
    [
      'A disk on the {service} index node is at 8{n}%',
      'B I will drop the old snapshots',
      '/me B drops old snapshots',
      'A back at 61%, thanks',
    ],
    [
      'A is the retry storm between {service} and {other} fixed?',
      'B fixed: jitter and a cap of 15 s',
      'A 素晴らしい',
    ],
    [
      'A on-call handover: nothing open, {service} had one blip at 04:1{n}',
      'B thanks {A}, I have the pager 📟',
      'A gute Nacht',
    ],
    [
      'A {B}: your change to {service} needs a second pair of eyes',
      'B which one?',
      'A the timeout, {ms} ms looks short',
      'B measured it, p99.9 is under half of that',
      'A good enough for me',
    ],
    [
      'A GC pauses on {service} look better since the upgrade',
      'B how much better?',
      'A worst is {n} ms now',
      'B schön',
    ],
    [
      'A the canary of {service} has been up for an hour, promoting',
      'B any errors?',
      'A {n}, all client timeouts',
      'B ok',
    ],
    [
      'A consumer lag on the {service} topic was {ms} for a minute',
      'B rebalance, I restarted a node',
      'A ah, děkuji',
    ],
    [
      'A feature flag for {service} is at 10%',
      'B numbers?',
      'A conversion flat, errors flat',
      'B then 50% tomorrow',
    ],
    [
      '/me A is looking at the {service} heap dump',
      'B find anything?',
      'A a cache without a bound. of course it is a cache without a bound',
      'C it always is 😅',
    ],
  ],
  '#trading': [
    ['A {symbol} is waking up', 'B volume or just noise?', 'A volume, look at the tape', 'B ok I see it'],
    ['A spread on {symbol} is wide today', 'B thin book, half the desk is on holiday', 'A naja'],
    ['A anyone long {symbol}?', 'B since yesterday', 'C flat. waiting for the close', 'A brave {B}'],
    ['A that was a jump in {symbol}', 'B somebody swept the book', 'A {n} levels in a second 😳'],
    ['A funding on {symbol} turned negative', 'B shorts paying again', 'A 面白い'],
    [
      'A what is your stop on {symbol}, {B}?',
      'B below the morning low',
      'A mine too. that is what worries me',
      'B 😂',
    ],
    [
      'A the {symbol} feed stalled for a moment here',
      'B same, back now',
      'A checking whether we missed prints',
    ],
    [
      'A correlation between BTC and {symbol} is breaking down',
      'B over what window?',
      'A five minutes',
      'B that is not a window, that is a mood',
    ],
    [
      'A sold half of my {symbol}',
      'B too early!',
      'A always too early, never poor',
      'C — Rothschild, więcej lub mniej',
    ],
    ['A any news on {symbol}?', 'B nothing on the wire', 'A then it is just flow'],
    ['/me A watches {symbol} do nothing', 'B wait for it', 'B any minute now…', 'A 🐌'],
    ['A moving average on {symbol} just crossed', 'B which way?', 'A up', 'B I will believe it in an hour'],
    ['A {B}: limit at the old high filled', 'B all of it?', 'A {n} lots of 10', 'B nice, gratuluji 🎉'],
  ],
  '#random': [
    ['A lunch?', 'B ramen 🍜', 'C ラーメン賛成', 'A see you downstairs'],
    ['A who took the good chair', 'B define good', 'A the one that does not squeak', '/me C looks innocent'],
    ['A it is snowing in Kraków ❄️', 'B 24° here', 'A I did not ask'],
    [
      'A book tip: "The Soul of a New Machine"',
      'B read it twice',
      'C żółta okładka? it is on my desk, borrow it',
    ],
    ['A the coffee machine says "descale"', 'B press both buttons', 'A which both', 'B yes ☕'],
    ['A happy birthday {B}! 🎂', 'B oh, thank you!', 'C おめでとう！', 'C joyeux anniversaire'],
    ['A is it tabs or spaces in this repo', 'B the formatter decides', 'A the formatter is wise'],
    [
      'A cat has learned to open the door 🐈',
      'B pictures or it did not happen',
      'A she also learned to close it',
    ],
    [
      'A anyone up for climbing on Thursday?',
      'B me!',
      'C if my shoulder agrees',
      'A 18:{n}0 at the wall then',
    ],
    ['A TIL 猫背 means cat back, that is: a hunched posture', 'B sitting up straight now', '/me C too'],
    [
      'A film tonight: Stalker',
      'B three hours?',
      'A two hours and forty-{n} minutes of pure joy',
      'B Сталкер, да. I am in',
    ],
    ['A the lift is stuck again', 'B stairs are good for p99', 'A of whom'],
    ['A good morning', 'B おはよう', 'C dzień dobry ☀️'],
  ],
};

export const incidents: Readonly<Record<'incident-opened' | 'incident-resolved', readonly Conversation[]>> = {
  'incident-opened': [
    [
      'A {service} is throwing errors, looking 🔥',
      'B same here, alert just opened',
      '/topic A INCIDENT: {service} errors, {A} leads',
      'C customers are noticing, support has tickets',
      'A logs point at one thing, give me a minute',
      '/me B opens a bridge',
      'C what can I do?',
      'A {C}: please watch {other}, it depends on {service}',
      'C {other} is fine so far',
    ],
    [
      'A pager went off: {service}',
      'B I see it, error rate is way above normal',
      'A did anyone deploy?',
      'B not in the last hour',
      '/topic A INCIDENT: {service}, cause unknown, {A} leads',
      'C a dependency then. checking',
      'C timeouts, all against the same backend',
      'A {B}: can you fail it over?',
      'B doing that now',
    ],
    [
      'A uh, {service}?',
      'B red everywhere. taking it',
      '/topic B INCIDENT: {service}, {B} leads',
      'C {other} starts to queue up behind it',
      'B shedding load at the gateway',
      'A which users are hit?',
      'B about one in {n} requests',
      '/me C updates the status page',
      'A danke {C}',
    ],
  ],
  'incident-resolved': [
    [
      'A {service} error rate is back to normal ✅',
      'B confirmed, alert resolved',
      '/topic A all systems normal',
      'C nice work {A}',
      'A post-mortem tomorrow at 10',
      'B ありがとう all',
    ],
    [
      'A alert on {service} just closed',
      'B graphs look clean for a minute now',
      '/topic A all systems normal',
      'A what was it in the end?',
      'B pool exhausted, the retries did the rest',
      '/me C exhales',
      'A writing it up',
    ],
    [
      'A and we are back: {service} is green 💚',
      'C queue of {other} is draining too',
      '/topic A all systems normal',
      'B dobra robota',
      'A timeline is in the doc, please add yours',
    ],
  ],
};
