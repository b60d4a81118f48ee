import { html, type Markup } from '../../../markup.ts';
import type { SiteWords } from '../../words.ts';

export const demo: SiteWords['demo'] = {
  title: 'عرض تجريبي',
  warning: 'عرض تجريبي: كل من يصل إليه يستطيع أن يفعل كل شيء، وكل ما فيه يزول عند انتهائه. لا تضع هنا شيئًا يخصك.',
  toTry: 'ما يمكن تجربته',
  people: 'الأشخاص',
  password: 'كلمة مرور كل منهم',
  token: (scopes: Markup): Markup => html`رمز لـ alice: ${scopes}`,
  commands: 'أسطر للطرفية',
  requests: 'الطلبات',
  requestsHint: 'آخر 200 طلب، أحدثها أولًا، مع ما كان خطأ فيها. لا يظهر من الأسرار إلا بدايتها.',
  again: 'إعادة النظر',
  noRequests: 'لم يكن هناك أي طلب بعد.',
  sent: 'أُرسل',
  expected: 'المتوقع',
  documented: 'موثَّق في',
  mails: 'الرسائل',
  mailsHint: 'ما كان سيُرسل، أحدثه أولًا.',
  noMails: 'لم تكن هناك أي رسالة بعد: لا تخرج رسالة من العرض التجريبي، بل تُعرض هنا.',
  to: 'إلى',
};
