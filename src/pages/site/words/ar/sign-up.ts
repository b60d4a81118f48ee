import { html } from '../../../markup.ts';
import { formatNumber, plural } from '../../../messages/intl.ts';
import type { SiteWords } from '../../words.ts';

/** Numbers in the digits that also stand in the addresses and names beside them. */
const locale = 'ar-u-nu-latn';

export const signUp: SiteWords['signUp'] = {
  form: {
    title: 'إنشاء حساب',
    introduction: (server) => html`سيكون هذا حسابك لدى ${server}.`,
    appWaits: (app) => html`يطلب ${app} الوصول إلى حساب هنا. بعد إنشاء حسابك سترى ما يريده التطبيق، والقرار لك.`,
    invited: 'دعاك أحد الموجودين هنا. أهلًا بك.',
    username: 'اسم المستخدم',
    usernameHint: 'حروف لاتينية وأرقام وشرطات سفلية، ثلاثون على الأكثر. ولا يمكن تغييره لاحقًا.',
    email: 'عنوان البريد الإلكتروني',
    emailHint: 'ستصلك عليه رسالة فيها رابط تفتحه مرة واحدة. ولا يرى العنوان أحد غيرك.',
    password: 'كلمة المرور',
    passwordHint: 'ثمانية أحرف على الأقل. بضع كلمات لا صلة بينها سهلة الحفظ وصعبة التخمين.',
    dateOfBirth: 'تاريخ الميلاد',
    dateOfBirthHint: (years) =>
      `يجب ألا يقل عمرك عن ${plural('ar', years, {
        one: 'سنة واحدة',
        two: 'سنتين',
        few: `${formatNumber(locale, years)} سنوات`,
        many: `${formatNumber(locale, years)} سنة`,
        other: `${formatNumber(locale, years)} سنة`,
      })}. يُنظر إلى التاريخ مرة واحدة ولا يُحفظ.`,
    reason: 'لماذا تريد الانضمام؟',
    reasonHint: 'يقرأ هذا من يديرون الخادم ويقررون. تكفي جملة أو جملتان.',
    rules: 'قواعد هذا الخادم',
    agreeToRules: 'أوافق على قواعد هذا الخادم.',
    agree: 'سأتعامل مع الآخرين ومع هذا الخادم باحترام.',
    submit: 'إنشاء الحساب',
    signIn: 'لديك حساب؟ سجّل الدخول',
    problemsTitle: (count) =>
      plural('ar', count, {
        one: 'هناك أمر يحتاج إلى نظرة أخرى:',
        two: 'هناك أمران يحتاجان إلى نظرة أخرى:',
        other: 'هناك أمور تحتاج إلى نظرة أخرى:',
      }),
    problems: {
      username: {
        blank: 'اختر اسم مستخدم.',
        invalid: 'لا يحوي اسم المستخدم إلا حروفًا لاتينية بلا علامات وأرقامًا وشرطات سفلية.',
        'too long': 'اسم المستخدم طويل جدًا؛ ثلاثون حرفًا على الأكثر.',
        taken: 'اسم المستخدم هذا لشخص آخر. اختر غيره.',
        reserved: 'اسم المستخدم هذا محجوز لمن يديرون الخادم. اختر غيره.',
      },
      email: {
        blank: 'أدخل عنوان بريدك الإلكتروني.',
        invalid: 'لا يبدو هذا عنوان بريد إلكتروني.',
        'too long': 'عنوان البريد الإلكتروني طويل جدًا.',
      },
      password: {
        blank: 'اختر كلمة مرور.',
        'too short': 'كلمة المرور قصيرة جدًا؛ ثمانية أحرف على الأقل.',
        'too long': 'كلمة المرور طويلة جدًا؛ 72 حرفًا على الأكثر.',
        common: 'هذه من كلمات المرور التي تُجرَّب أولًا. اختر غيرها.',
        personal: 'كلمة المرور هذه من اسمك أو من اسم هذا الخادم. اختر غيرها.',
        guessable: 'كلمة المرور هذه سهلة التخمين. الأفضل بضع كلمات لا صلة بينها.',
      },
      dateOfBirth: {
        blank: 'أدخل تاريخ ميلادك.',
        invalid: 'ليس هذا تاريخًا يمكن أن يكون يوم ميلاد.',
        'too young': 'لم تبلغ بعد السن المطلوبة لهذا الخادم.',
      },
      reason: {
        blank: 'اكتب في جملة لماذا تريد الانضمام.',
        'too long': 'النص طويل جدًا؛ 420 حرفًا على الأكثر.',
      },
      agreement: { 'not accepted': 'لا يمكن إنشاء الحساب بغير موافقتك.' },
      other: 'لا يمكن استخدام هذا. اختر شيئًا آخر.',
      expiredForm: 'بقيت هذه الصفحة مفتوحة مدة طويلة، فلم يُرسَل شيء. يُرجى إدخال كلمة المرور مجددًا ثم الإرسال.',
      inviteNotGood: 'لم تعد الدعوة صالحة. ويمكنك طلب حساب بدونها.',
    },
  },

  closed: {
    title: 'لا حسابات جديدة حاليًا',
    happened: 'لا يستقبل هذا الخادم أشخاصًا جددًا إلا بدعوة.',
    advice: 'إذا كنت تعرف أحدًا هنا فاطلب منه رابطًا.',
  },
  badInvite: {
    title: 'هذه الدعوة غير صالحة',
    happened: 'ربما استُنفدت أو انتهت، أو أن الرابط غير كامل.',
    advice: 'اطلب دعوة جديدة ممن أعطاك إياها.',
    withoutInvite: 'إنشاء حساب بلا دعوة',
  },

  waiting: {
    title: 'انظر في بريدك',
    sentTo: (address) => html`أرسلنا رسالة إلى ${address}. افتح الرابط الذي فيها لتؤكد أن العنوان لك.`,
    sentAgain: (address) => html`هناك رسالة جديدة في طريقها إلى ${address}.`,
    appWaits: (app) => html`بعد ذلك تتابع مع ${app}.`,
    goOn: 'فتحت الرابط، متابعة',
    advice: 'قد يستغرق ذلك بضع دقائق. وإذا لم تجد الرسالة فابحث في البريد غير المرغوب فيه.',
    signInHint: 'حتى ذلك الحين سجّل الدخول باسم المستخدم لا بالعنوان.',
    again: 'إرسال الرسالة مجددًا',
    wrongAddress: 'العنوان خاطئ؟',
    newAddress: 'عنوان بريدك الإلكتروني',
    change: 'الإرسال إلى هذا العنوان',
    tooMany: (minutes) =>
      `أُرسلت رسائل كثيرة بالفعل. يُرجى الانتظار ${plural('ar', minutes, {
        one: 'دقيقة واحدة',
        two: 'دقيقتين',
        few: `${formatNumber(locale, minutes)} دقائق`,
        many: `${formatNumber(locale, minutes)} دقيقة`,
        other: `${formatNumber(locale, minutes)} دقيقة`,
      })} قبل طلب رسالة أخرى.`,
  },
  pending: {
    title: 'حسابك ينتظر الموافقة',
    happened: 'تم تأكيد عنوانك. ومن يديرون هذا الخادم يراجعون كل حساب جديد بأنفسهم.',
    advice: 'ستصلك رسالة فور اتخاذهم القرار.',
    appWaits: (app) =>
      html`لا يمكن أن يستخدم ${app} الحساب قبل ذلك. وإذا طال الأمر أكثر من يوم فابدأ من التطبيق مجددًا.`,
    look: 'التحقق هل اتخذوا القرار',
  },

  confirm: {
    title: 'تأكيد عنوان بريدك الإلكتروني',
    question: (address, handle) => html`هل العنوان ${address} لك، وهل أنشأت أنت الحساب ${handle}؟`,
    submit: 'نعم، تأكيد',
    otherwise: 'إن لم يكن الأمر كذلك فأغلق هذه الصفحة. فبغير التأكيد لا يمكن لأحد استخدام الحساب، وسيُحذف.',
  },
  confirmed: {
    title: 'تم تأكيد عنوانك',
    done: (handle) => html`الحساب ${handle} جاهز.`,
    waits: (handle) => html`ينتظر الحساب ${handle} الآن قرار من يديرون هذا الخادم. وستصلك رسالة عند اتخاذه.`,
    goBack: 'هناك تطبيق ينتظر في المتصفح الذي بدأت فيه. عُد إليه وتابع.',
    signIn: 'تسجيل الدخول',
  },
  addressTaken: {
    title: 'لهذا العنوان حساب آخر',
    happened: 'أكّد حساب آخر هنا هذا العنوان أولًا، فلا يمكن أن يكون لهذا الحساب.',
    advice: 'سجّل الدخول إلى الحساب الآخر. وإذا نسيت كلمة مروره فيمكنك اختيار كلمة جديدة.',
    resetPassword: 'اختيار كلمة مرور جديدة',
  },
  badLink: {
    title: 'لم يعد هذا الرابط صالحًا',
    happened: 'ربما مضى عليه وقت طويل، أو ذُكر عنوان آخر بعده، أو أن الرابط غير كامل.',
    advice: 'يمكنك طلب رابط جديد.',
    again: 'إرسال رسالة جديدة',
  },

  resend: {
    title: 'إرسال الرسالة مجددًا',
    introduction: 'أدخل عنوان البريد الإلكتروني الذي أنشأت به حسابك.',
    submit: 'إرسال الرسالة',
    sentTitle: 'انظر في بريدك',
    sent: (address) => html`إذا كان هناك حساب ينتظر بالعنوان ${address} فثمة رسالة في طريقها إليه.`,
    sentAdvice:
      'قد يستغرق ذلك بضع دقائق. وإذا لم تجد الرسالة فابحث في البريد غير المرغوب فيه، أو تحقّق هل أنشأت الحساب بعنوان آخر.',
    signIn: 'العودة إلى تسجيل الدخول',
  },

  invites: {
    title: 'الدعوات',
    introduction: 'بالدعوة يمكن للناس إنشاء حساب هنا. لا تعطِ الرابط إلا لمن تريد دعوتهم.',
    make: 'إنشاء دعوة',
    label: 'لمن هي؟',
    labelHint: 'لا يرى هذا إلا أنت ومن يديرون هذا الخادم.',
    uses: 'كم شخصًا يمكنه استخدامها',
    unlimited: 'أي عدد',
    people: (count) =>
      plural('ar', count, {
        one: 'شخص واحد',
        two: 'شخصان',
        few: `${formatNumber(locale, count)} أشخاص`,
        many: `${formatNumber(locale, count)} شخصًا`,
        other: `${formatNumber(locale, count)} شخص`,
      }),
    expires: 'مدة صلاحيتها',
    never: 'حتى أنهيها',
    days: (count) =>
      plural('ar', count, {
        one: 'يوم واحد',
        two: 'يومان',
        few: `${formatNumber(locale, count)} أيام`,
        many: `${formatNumber(locale, count)} يومًا`,
        other: `${formatNumber(locale, count)} يوم`,
      }),
    submit: 'إنشاء الدعوة',
    made: 'أُنشئت الدعوة. انسخ رابطها الآن، فلن يُعرض مرة أخرى.',
    link: 'الرابط',
    yours: 'دعواتك',
    none: 'لم تنشئ دعوة بعد.',
    columns: { invite: 'الدعوة', state: 'الحالة', uses: 'الاستخدام', expires: 'صالحة حتى', actions: 'الإنهاء' },
    unnamed: 'بلا اسم',
    states: { good: 'صالحة', 'used up': 'استُنفدت', expired: 'انتهت مدتها', ended: 'أُنهيت' },
    usedOf: (uses, most) =>
      most === undefined
        ? formatNumber(locale, uses)
        : `${formatNumber(locale, uses)} من ${formatNumber(locale, most)}`,
    noExpiry: 'حتى تُنهى',
    end: 'إنهاء',
    ended: 'أُنهيت الدعوة. وتبقى الحسابات التي أُنشئت بها.',
    problems: {
      labelTooLong: 'الاسم طويل جدًا؛ 100 حرف على الأكثر.',
      tooMany: 'لديك دعوات كثيرة ما زالت صالحة. أنهِ بعضها أولًا.',
    },
  },
};
