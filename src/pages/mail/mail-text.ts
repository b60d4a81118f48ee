import type { MailContent, MailDetail } from './mail-content.ts';
import type { MailFrame } from './render-mail.ts';

/** The longest line that people still like to read (RFC 5322 §2.1.1). */
const LONGEST_LINE = 72;

/** A mail as plain text. A link stands on a line of its own, so that nothing behind it is taken for a part of it. */
export function mailText(frame: MailFrame, { lead, details, action, after }: MailContent): string {
  const parts = [
    frame.greeting,
    lead,
    details.map(detailText).join('\n'),
    action === undefined ? '' : `${action.words}:\n${action.url}`,
    ...after,
  ];
  const body = parts.filter((part) => part !== '').map((part) => part.split('\n').map(wrapped).join('\n'));
  return `${body.join('\n\n')}\n\n-- \n${frame.footer.map(wrapped).join('\n')}\n`;
}

function detailText({ label, values }: MailDetail): string {
  return values.length === 1
    ? `${label}: ${values[0]}`
    : [`${label}:`, ...values.map((value) => `- ${value}`)].join('\n');
}

/** What continues a point of a list stands below its words. */
function wrapped(line: string): string {
  const indent = line.startsWith('- ') ? '  ' : '';
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > LONGEST_LINE) {
      lines.push(current);
      current = `${indent}${word}`;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current].join('\n');
}
