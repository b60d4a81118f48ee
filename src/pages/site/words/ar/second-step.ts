import { html } from '../../../markup.ts';
import type { SiteWords } from '../../words.ts';

export const secondStep: SiteWords['secondStep'] = {
  confirm: {
    title: 'تأكيد هويتك',
    lead: 'الخطوة التالية تخص مفاتيح حسابك، لذا يُرجى إدخال كلمة مرورك مرة أخرى.',
    account: (handle) => html`سجّلت الدخول بحساب ${handle}.`,
    submit: 'تأكيد',
    wrongPassword: 'هذه ليست كلمة مرور هذا الحساب. تحقّق منها ثم حاول مجددًا.',
    why: 'لن يُطلب منك ذلك مجددًا خلال ربع الساعة القادم.',
  },
};
