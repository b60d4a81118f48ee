import { html } from '../markup.ts';
import { formatNumber, plural } from './intl.ts';
import type { Messages } from './messages.ts';

/**
 * Numbers in the digits that also stand in the handles, ports and codes beside them.
 */
const locale = 'ar-u-nu-latn';

/** Everything that pages say, in Arabic, which is written from right to left. */
export const ar: Messages = {
  lang: 'ar',
  locale,
  dir: 'rtl',

  common: {
    signIn: 'تسجيل الدخول',
    signOut: 'تسجيل الخروج',
    yourAccount: 'حسابك',
    authorizedApps: 'التطبيقات المصرَّح لها',
    backToStart: 'إلى صفحة البداية',
    signedInAs: (handle) => html`سجّلت الدخول بحساب ${handle}`,
    namelessApp: 'تطبيق بلا اسم',
    namelessPerson: 'شخص بلا اسم',
    problemTitle: (title) => `مشكلة: ${title}`,
    madeWith: 'Mastodoor',
    pages: 'صفحات القائمة',
    previousPage: 'الصفحة السابقة',
    nextPage: 'الصفحة التالية',
    skipToContent: 'تخطَّ إلى المحتوى',
  },

  signIn: {
    title: 'تسجيل الدخول',
    appWaits: (app) => html`يطلب ${app} الوصول إلى حسابك. بعد تسجيل الدخول سترى ما يريده، والقرار لك.`,
    passwordStaysHere: 'كلمة مرورك تبقى لدى هذا الخادم، ولا يراها أي تطبيق أبدًا.',
    confirmItsYou: (app) => html`يطلب ${app} التأكد من هويتك. ويمكنك أيضًا تسجيل الدخول هنا بحساب آخر.`,
    confirmItsYouWithoutApp: 'يُرجى تأكيد هويتك. ويمكنك أيضًا تسجيل الدخول هنا بحساب آخر.',
    login: 'اسم المستخدم أو البريد الإلكتروني',
    password: 'كلمة المرور',
    problems: {
      wrongCredentials: 'اسم المستخدم أو البريد الإلكتروني لا يطابق كلمة المرور. تحقّق منهما ثم حاول مجددًا.',
      tooManyAttempts: (minutes) =>
        minutes === undefined
          ? 'المحاولات كثيرة جدًا. يُرجى الانتظار قليلًا قبل المحاولة مجددًا.'
          : `المحاولات كثيرة جدًا. يُرجى المحاولة مجددًا بعد ${plural('ar', minutes, {
              one: 'دقيقة واحدة',
              two: 'دقيقتين',
              few: `${formatNumber(locale, minutes)} دقائق`,
              many: `${formatNumber(locale, minutes)} دقيقة`,
              other: `${formatNumber(locale, minutes)} دقيقة`,
            })}.`,
      expiredForm: 'بقيت هذه الصفحة مفتوحة مدة طويلة، فلم يُرسَل شيء. يُرجى تسجيل الدخول مجددًا.',
    },
  },

  consent: {
    title: 'التصريح مطلوب',
    question: (app) => html`${app} يقف عند الباب ويطلب استخدام حسابك.`,
    app: 'التطبيق',
    account: 'حسابك',
    useAnotherAccount: 'استخدام حساب آخر',
    noWebsite: 'لم يُذكر موقع',
    registered: (age) => `سُجِّل هنا: ${age}`,
    newApp: 'جديد على هذا الخادم. لا تتابع إلا إذا كنت تسجّل الدخول إليه الآن بنفسك.',
    permissions: 'إذا صرّحت له، يمكن لهذا التطبيق',
    never: 'ولا يمكنه أبدًا',
    neverPassword: 'رؤية كلمة مرورك أو تغييرها',
    neverSignIn: 'تسجيل الدخول إلى هذا الموقع باسمك',
    next: 'ماذا يحدث بعد ذلك',
    destinations: {
      web: (host) => html`ستُنقل إلى الموقع ${host}.`,
      loopback: (host) => html`ستُنقل إلى برنامج على هذا الحاسوب (${host}).`,
      scheme: (scheme) => html`ستُنقل إلى تطبيق على هذا الجهاز (${scheme}).`,
      code: 'ستحصل على رمز لتنسخه إلى التطبيق.',
    },
    webNote: 'يمكن لأي تطبيق أن يسمّي نفسه كما يشاء. العبرة بهذا العنوان.',
    loopbackNote: 'لا تتابع إلا إذا كنت قد شغّلت هذا البرنامج بنفسك للتو.',
    schemeNote: 'قد تشترك عدة تطبيقات في عنوان كهذا. لا تتابع إلا إذا بدأت هذا من التطبيق بنفسك.',
    codeNote: 'ألصقه في التطبيق الذي تسجّل الدخول إليه فقط، ولا تعطه لأي شخص أبدًا.',
    httpWarning: (host) => html`الاتصال مع ${host} غير مشفّر. قد يتمكن آخرون في الطريق من قراءة الرد واستخدام حسابك.`,
    takeBack: 'يمكنك إنهاء هذا الوصول في أي وقت من «التطبيقات المصرَّح لها».',
    authorize: 'تصريح',
    deny: 'رفض',
  },

  permissions: {
    topics: {
      everything: 'حسابك كله',
      profile: 'ملفك الشخصي',
      posts: 'المنشورات',
      people: 'الأشخاص',
      notices: 'الإشعارات والمحادثات',
      server: 'إدارة هذا الخادم',
      other: 'شيء آخر',
    },
    risks: {
      'sees private posts': 'يرى المنشورات الخاصة',
      'speaks for you': 'يتصرف باسمك',
      deletes: 'يمكنه الحذف',
      'changes whom you follow': 'يغيّر من تتابعهم',
      'changes your profile': 'يغيّر ملفك الشخصي',
      'rules the server': 'سلطة على الخادم كله',
      unknown: 'مجهول لهذا الخادم',
    },
    unknown: (scope) => html`فعل شيء لا يعرف هذا الخادم له وصفًا: ${scope}`,
    scopes: {
      read: 'رؤية كل ما يمكنك رؤيته: المنشورات والرسائل الخاصة والخيوط الزمنية والإشعارات والقوائم والفواصل المرجعية، ومن تتابعهم وتكتمهم وتحظرهم',
      profile: 'رؤية من أنت: اسمك وصورتك وملفك الشخصي',
      write:
        'فعل كل ما يمكنك فعله: كتابة المنشورات وتعديلها وحذفها، وإعادة النشر والتفضيل، والمتابعة والحظر، وتغيير ملفك الشخصي وقوائمك ومرشّحاتك',
      'write:accounts': 'تغيير ملفك الشخصي',
      'write:blocks': 'حظر الأشخاص والخوادم ورفع الحظر عنهم',
      'write:bookmarks': 'إضافة الفواصل المرجعية وإزالتها',
      'write:collections': 'إنشاء مجموعاتك وتغييرها وحذفها',
      'write:conversations': 'تعليم المحادثات كمقروءة وإزالتها',
      'write:favourites': 'إضافة المنشورات إلى المفضلة وإزالتها منها',
      'write:filters': 'إنشاء مرشّحاتك وتغييرها وحذفها',
      'write:follows': 'المتابعة وإلغاؤها، وإزالة المتابِعين، والرد على طلبات المتابعة',
      'write:lists': 'إنشاء قوائمك وتغييرها وحذفها',
      'write:media': 'رفع الصور والفيديوهات والأصوات',
      'write:mutes': 'كتم الأشخاص والمحادثات وإلغاء كتمهم',
      'write:notifications': 'مسح إشعاراتك وتغيير ما يصلك منها',
      'write:reports': 'الإبلاغ عن الأشخاص والمنشورات لدى المشرفين',
      'write:statuses': 'كتابة المنشورات وتعديلها وإعادة نشرها وحذفها، والتصويت في الاستطلاعات',
      'read:accounts': 'رؤية الملفات الشخصية والمتابِعين وإعداداتك',
      'read:blocks': 'رؤية من تحظرهم',
      'read:bookmarks': 'رؤية فواصلك المرجعية',
      'read:collections': 'رؤية المجموعات',
      'read:favourites': 'رؤية مفضلتك',
      'read:filters': 'رؤية مرشّحاتك',
      'read:follows': 'رؤية من تتابعهم ومن يطلب متابعتك',
      'read:lists': 'رؤية قوائمك ومن فيها',
      'read:mutes': 'رؤية من تكتمهم',
      'read:notifications': 'رؤية إشعاراتك',
      'read:search': 'البحث باسمك',
      'read:statuses': 'رؤية المنشورات والخيوط الزمنية، بما فيها رسائلك الخاصة',
      follow: 'رؤية وتغيير من تتابعهم وتكتمهم وتحظرهم',
      push: 'إرسال الإشعارات إلى جهازك',
      'admin:read': 'رؤية كل ما يراه المشرفون: كل الحسابات مع عناوين بريدها وعناوين IP، والبلاغات، والحظر',
      'admin:read:accounts': 'رؤية كل الحسابات مع عناوين بريدها وعناوين IP',
      'admin:read:reports': 'رؤية كل البلاغات',
      'admin:read:domain_allows': 'رؤية الخوادم المسموح بها',
      'admin:read:domain_blocks': 'رؤية الخوادم المحظورة',
      'admin:read:ip_blocks': 'رؤية عناوين IP المحظورة',
      'admin:read:email_domain_blocks': 'رؤية مزوّدي البريد المحظورين',
      'admin:read:canonical_email_blocks': 'رؤية عناوين البريد المحظورة',
      'admin:write': 'فعل كل ما يفعله المشرفون: تعليق الحسابات وحذفها، وإغلاق البلاغات، وحظر الخوادم',
      'admin:write:accounts': 'تعليق أي حساب وتقييده وقبوله وحذفه',
      'admin:write:reports': 'تولّي البلاغات وإغلاقها',
      'admin:write:domain_allows': 'تغيير الخوادم المسموح بها',
      'admin:write:domain_blocks': 'تغيير الخوادم المحظورة',
      'admin:write:ip_blocks': 'تغيير عناوين IP المحظورة',
      'admin:write:email_domain_blocks': 'تغيير مزوّدي البريد المحظورين',
      'admin:write:canonical_email_blocks': 'تغيير عناوين البريد المحظورة',
    },
  },

  code: {
    title: 'رمز التصريح',
    copyIt: (app) => html`انسخ رمز التصريح هذا وألصقه في التطبيق: ${app}.`,
    code: 'رمز التصريح',
    validFor: (minutes) =>
      `يعمل مرة واحدة فقط، خلال ${plural('ar', minutes, {
        one: 'الدقيقة القادمة',
        two: 'الدقيقتين القادمتين',
        few: `${formatNumber(locale, minutes)} دقائق`,
        many: `${formatNumber(locale, minutes)} دقيقة`,
        other: `${formatNumber(locale, minutes)} دقيقة`,
      })}.`,
    tellNobody: 'من يملك هذا الرمز يمكنه استخدام حسابك. لا تعطه لأي شخص يطلبه منك.',
  },

  denied: {
    title: 'رُفض الوصول',
    nothingShared: (app) => html`بقي الباب مغلقًا: لم يحصل ${app} على أي وصول إلى حسابك.`,
    whatNow: 'يمكنك إغلاق هذه الصفحة. وإذا غيّرت رأيك، فابدأ من جديد في التطبيق.',
  },

  authorizedApps: {
    title: 'التطبيقات المصرَّح لها',
    introduction: 'يمكن لهذه التطبيقات استخدام حسابك. يمكنك إنهاء وصولها في أي وقت، وينتهي فورًا.',
    empty: 'لا يمكن لأي تطبيق استخدام حسابك.',
    emptyHint: 'عندما تسجّل الدخول إلى تطبيق بهذا الحساب، سيظهر هنا.',
    notices: {
      revokedOne: 'تم. انتهى هذا الوصول.',
      revokedAll: 'تم. لم يعد بإمكان أي تطبيق استخدام حسابك.',
    },
    since: (date) => html`منذ ${date}`,
    lastUsed: (age) => html`آخر استخدام: ${age}`,
    neverUsed: 'لم يُستخدم قط',
    whatItCanDo: 'ما يمكنه فعله',
    signIns: (count) =>
      plural('ar', count, {
        zero: 'لا تسجيلات دخول',
        one: 'تسجيل دخول واحد',
        two: 'تسجيلا دخول',
        few: `${formatNumber(locale, count)} تسجيلات دخول`,
        many: `${formatNumber(locale, count)} تسجيل دخول`,
        other: `${formatNumber(locale, count)} تسجيل دخول`,
      }),
    places: {
      web: (host) => html`الموقع ${host}`,
      loopback: (host) => html`برنامج على حاسوب (${host})`,
      scheme: (scheme) => html`تطبيق على جهاز (${scheme})`,
      code: 'برمز منسوخ',
    },
    signInOf: (date) => html`سُجِّل الدخول في ${date}`,
    revokeApp: (app) => html`إنهاء الوصول<span class="unseen"> الممنوح لـ ${app}</span>`,
    revokeSignIn: (date) => html`إنهاء<span class="unseen"> تسجيل الدخول بتاريخ ${date}</span>`,
    revokeEverything: 'تسجيل الخروج من كل التطبيقات',
    everythingTitle: 'الكل دفعة واحدة',
    everythingHint: 'يفقد كل تطبيق وصوله، وعليك تسجيل الدخول من جديد في كل منها.',
  },

  signedOut: {
    title: 'سجّلت الخروج',
    explanation: 'الباب مغلق. التطبيقات التي صرّحت لها تبقى تعمل إلى أن تنهي وصولها.',
    signInAgain: 'تسجيل الدخول من جديد',
  },

  signOut: {
    title: 'تسجيل الخروج؟',
    explanation: 'ستخرج من حسابك في هذا المتصفح. والتطبيقات التي صرّحت لها تبقى تعمل.',
    stay: 'البقاء',
  },

  setUp: {
    title: 'إعداد هذا الخادم',
    introduction: 'أهلًا بك! أنشئ الحساب الأول، وسيكون مالك هذا الخادم.',
    username: 'اسم المستخدم',
    usernameHint: 'حروف لاتينية وأرقام وشرطات سفلية. يصبح جزءًا من عنوانك ولا يمكن تغييره.',
    email: 'عنوان البريد الإلكتروني',
    displayName: 'الاسم المعروض (اختياري)',
    displayNameHint: 'الاسم الذي يراه الناس. يمكنك تغييره لاحقًا.',
    password: 'كلمة المرور',
    passwordHint: 'كلما طالت كانت أفضل: بضع كلمات لا رابط بينها تصلح كلمة مرور جيدة.',
    submit: 'إنشاء الحساب',
    problemsTitle: (count) =>
      plural('ar', count, {
        one: 'أمر واحد يحتاج إلى انتباهك',
        two: 'أمران يحتاجان إلى انتباهك',
        other: 'هناك أمور تحتاج إلى انتباهك',
      }),
    problems: {
      username: {
        blank: 'أدخل اسم مستخدم.',
        invalid: 'استخدم في اسم المستخدم حروفًا لاتينية وأرقامًا وشرطات سفلية فقط.',
        'too short': 'اسم المستخدم قصير جدًا.',
        'too long': 'اسم المستخدم طويل جدًا.',
        taken: 'اسم المستخدم هذا مأخوذ.',
        reserved: 'اسم المستخدم هذا محجوز. اختر غيره.',
      },
      email: {
        blank: 'أدخل عنوان بريدك الإلكتروني.',
        invalid: 'لا يبدو هذا عنوان بريد إلكتروني.',
        'too short': 'عنوان البريد هذا قصير جدًا.',
        'too long': 'عنوان البريد هذا طويل جدًا.',
        taken: 'يوجد حساب بعنوان البريد هذا.',
        reserved: 'لا يمكن استخدام عنوان البريد هذا هنا.',
      },
      password: {
        blank: 'اختر كلمة مرور.',
        invalid: 'لا يمكن استخدام كلمة المرور هذه.',
        'too short': 'كلمة المرور قصيرة جدًا.',
        'too long': 'كلمة المرور طويلة جدًا.',
        taken: 'لا يمكن استخدام كلمة المرور هذه.',
        reserved: 'كلمة المرور هذه سهلة التخمين.',
      },
    },
  },

  errors: {
    kinds: {
      'bad authorization request': {
        title: 'لا يمكن الرد على طلب التطبيق هذا',
        happened: 'الطلب الذي أتى بك إلى هنا ناقص أو خاطئ. هذا خطأ التطبيق، لا خطؤك.',
        advice: 'عُد إلى التطبيق وحاول مجددًا. وإذا تكرر الأمر، فأخبر مطوّر التطبيق.',
      },
      'unknown app': {
        title: 'هذا التطبيق غير معروف هنا',
        happened: 'عرّف التطبيق نفسه بهوية لا يعرفها هذا الخادم، أو لم يعد يعرفها.',
        advice: 'أزل هذا الخادم من التطبيق ثم أضفه من جديد، ليسجّل التطبيق نفسه مرة أخرى.',
      },
      'bad redirect uri': {
        title: 'يريد التطبيق نقلك إلى عنوان لم يذكره من قبل',
        happened: 'لحمايتك، لا ينقلك هذا الخادم إلا إلى عناوين سجّلها التطبيق مسبقًا.',
        advice: 'لا تتابع إذا جاءت بك إلى هنا رسالة أو شخص غريب. وإلا فأخبر مطوّر التطبيق.',
      },
      'bad scope': {
        title: 'يطلب التطبيق أكثر مما يحق له',
        happened: 'يريد صلاحيات لم يسجّلها أو لا وجود لها.',
        advice: 'عُد إلى التطبيق وحاول مجددًا، أو سجّل الدخول من جديد. وإذا تكرر الأمر، فأخبر مطوّر التطبيق.',
      },
      'refused by policy': {
        title: 'هذا غير مسموح به هنا',
        happened: 'لا تسمح قواعد هذا الخادم باستخدامك هذا التطبيق بهذه الطريقة. لم يُشارَك شيء.',
        advice: 'إذا كنت ترى في ذلك خطأ، فاكتب إلى من يديرون هذا الخادم.',
      },
      'expired form': {
        title: 'انتهت صلاحية هذا النموذج',
        happened: 'بقيت الصفحة مفتوحة مدة طويلة، أو سجّلت الدخول أو الخروج في مكان آخر. لم يحدث شيء.',
        advice: 'ارجع وأعد تحميل الصفحة، ثم أرسلها مرة أخرى.',
      },
      'request expired': {
        title: 'انتهت صلاحية طلب التطبيق',
        happened: 'انتظر ردّك مدة أطول من اللازم. لم يُشارَك شيء.',
        advice: 'عُد إلى التطبيق وابدأ من جديد.',
      },
      'already answered': {
        title: 'لقد أجبت من قبل',
        happened: 'سبقت الإجابة عن هذا الطلب، ربما في لسان آخر. ولا يُجاب عن كل طلب إلا مرة واحدة.',
        advice: 'إذا كان التطبيق لا يزال ينتظر، فابدأ من جديد فيه.',
      },
      'other browser': {
        title: 'بدأ هذا الطلب في متصفح آخر',
        happened: 'لسلامتك، لا يمكن الإجابة عنه إلا من المتصفح الذي بدأ فيه.',
        advice: 'ابدأ من جديد في التطبيق، واستخدم المتصفح الذي يفتحه.',
      },
      'not found': {
        title: 'لا شيء هنا',
        happened: 'هذه الصفحة غير موجودة، أو لم تعد موجودة.',
        advice: 'تحقّق من العنوان، أو اذهب إلى صفحة البداية.',
      },
      'too many requests': {
        title: 'لحظة من فضلك',
        happened: 'جاءت طلبات كثيرة جدًا منك أو من شبكتك.',
        advice: 'انتظر بضع دقائق ثم حاول مجددًا.',
      },
      'bad request': {
        title: 'تعذّرت قراءة هذا الطلب',
        happened: 'فيه شيء ناقص أو غير سليم.',
        advice: 'ارجع وحاول مجددًا.',
      },
      'too large': {
        title: 'هذا أكثر من اللازم',
        happened: 'ما أُرسل أكبر مما يقبله هذا الخادم.',
        advice: 'ارجع وأرسل أقل.',
      },
      unavailable: {
        title: 'سنعود بعد لحظة',
        happened: 'لا يستطيع الخادم الرد الآن.',
        advice: 'حاول مجددًا بعد دقيقة. وإذا كنت قد أرسلت شيئًا، فتحقّق أولًا من وصوله.',
      },
      broken: {
        title: 'حدث عطل لدينا',
        happened: 'أخطأ الخادم. سُجِّل الخطأ، ولم تفعل أنت شيئًا خاطئًا.',
        advice: 'حاول لاحقًا. وإذا تكرر الأمر، فاذكر الرقم أدناه لمن يديرون هذا الخادم.',
      },
    },
    status: (status) => `خطأ ${status}`,
    policyReason: 'السبب',
    forDevelopers: 'لمطوّر التطبيق',
    returnToApp: (app) => html`العودة إلى ${app}`,
    incident: (id) => html`الحادثة ${id}`,
  },

  accountStates: {
    unconfirmed: {
      title: 'أكّد عنوان بريدك الإلكتروني أولًا',
      happened: 'أرسلنا إليك رسالة فيها رابط عند إنشاء الحساب.',
      advice: 'افتح ذلك الرابط ثم عُد. وإذا لم تجد الرسالة، فابحث في البريد غير المرغوب فيه.',
    },
    pending: {
      title: 'حسابك ينتظر الموافقة',
      happened: 'من يديرون هذا الخادم يراجعون كل حساب جديد بأنفسهم.',
      advice: 'ستصلك رسالة فور اتخاذهم القرار. ولا يمكن استخدام التطبيقات قبل ذلك.',
    },
    disabled: {
      title: 'هذا الحساب معطّل',
      happened: 'عطّله من يديرون هذا الخادم، فلا يمكن لأي تطبيق استخدامه.',
      advice: 'إذا كنت ترى في ذلك خطأ، فاكتب إليهم.',
    },
    suspended: {
      title: 'هذا الحساب معلّق',
      happened: 'علّقه من يديرون هذا الخادم، فلا يمكن لأي تطبيق استخدامه.',
      advice: 'إذا كنت ترى في ذلك خطأ، فاكتب إليهم.',
    },
  },

  home: {
    title: 'أهلًا بك',
    whatItIs: 'هنا بيت حسابك، وهنا تقرّر أي التطبيقات يمكنها استخدامه.',
    signInHint: 'لترى الوصول الممنوح للتطبيقات وتنهيه.',
    appsHint: 'انظر أي التطبيقات يمكنها استخدام حسابك، وأنهِ ما لم تعد تحتاج إليه.',
    forDevelopers: 'للمطوّرين',
    metadata: (link) =>
      html`يتحدث هذا الخادم OAuth 2.0 وواجهة Mastodon البرمجية. ونقاط وصوله وصلاحياته مذكورة في ${link}.`,
    metadataLink: 'البيانات الوصفية لخادم التصريح',
    version: (version) => `الإصدار ${version}`,
  },

  profile: {
    followers: (count) =>
      plural('ar', count, {
        zero: 'لا متابِعين',
        one: 'متابِع واحد',
        two: 'متابِعان',
        few: `${formatNumber(locale, count)} متابِعين`,
        many: `${formatNumber(locale, count)} متابِعًا`,
        other: `${formatNumber(locale, count)} متابِع`,
      }),
    following: (count) => `يتابع ${formatNumber(locale, count)}`,
    joined: (date) => html`انضم في ${date}`,
    bot: 'حساب آلي',
    locked: 'يراجع طلبات المتابعة',
  },
};
