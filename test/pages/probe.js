// Runs in the pages under test, where it answers what a person would see. Loaded by probe.ts.
const spacing = new CSSStyleSheet();

globalThis.probe = {
  /** Everything that is folded away can be read. */
  unfold() {
    for (const details of document.querySelectorAll('details')) details.open = true;
  },

  /**
   * axe does not look through gradients, so the light in a doorway is painted at its full strength everywhere: that is the
   * worst ground that any word of the page can stand on, in either scheme. The arrow of a select is only an arrow.
   */
  paintPlainly() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      .frame { background: var(--glow) !important; }
      .frame::before, .floor::before { content: none !important; }
      select { background-image: none !important; }`);
    document.adoptedStyleSheets.push(sheet);
  },

  /** As far apart as a reader may set letters, words, lines and paragraphs. */
  spaceText(spaced) {
    spacing.replaceSync(
      spaced
        ? '* { letter-spacing: .12em !important; word-spacing: .16em !important; line-height: 1.5 !important; }'
        : '',
    );
    if (!document.adoptedStyleSheets.includes(spacing)) document.adoptedStyleSheets.push(spacing);
  },

  /**
   * How far the page can be scrolled sideways, what stands out of it where it hides that, and what hides its own words. A
   * field of one line may hide its end from those who enlarge or space text, as every such field does.
   */
  findOverflow({ wholeLines = false } = {}) {
    const { scrollWidth, clientWidth } = document.documentElement;
    const outside = [...document.body.querySelectorAll('*')].filter((element) => {
      if (!element.checkVisibility() || element.closest('svg, .unseen, .skip, thead, option')) return false;
      const { left, right, width } = element.getBoundingClientRect();
      return width > 1 && (left < -1 || right > clientWidth + 1);
    });
    const cut = [
      ...document.body.querySelectorAll('p, li, dd, dt, td, th, h1, h2, label, legend, a, button, summary'),
    ].filter(
      (element) =>
        element.checkVisibility() &&
        !element.closest('thead') &&
        element.scrollWidth > element.clientWidth + 1 &&
        element.clientWidth > 1,
    );
    const hiding = [
      ...document.querySelectorAll(wholeLines ? 'textarea[readonly], input[readonly]' : 'textarea[readonly]'),
    ].filter(
      (element) =>
        element.checkVisibility() &&
        (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1),
    );
    return [
      ...(scrollWidth > clientWidth ? [`scrolls sideways by ${scrollWidth - clientWidth} pixels`] : []),
      ...outside.map((element) => `${probe.describe(element)} stands out of the page`),
      ...cut.map((element) => `${probe.describe(element)} is narrower than its words`),
      ...hiding.map((element) => `${probe.describe(element)} hides some of what it shows`),
    ];
  },

  /** Remembers what can be used, as it looks while it has no focus, and puts the keyboard before all of it. */
  async prepareWalk() {
    // `autofocus` waits for the page to be drawn.
    for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
    document.activeElement?.blur();
    probe.stops = [
      ...document.querySelectorAll(
        'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex]',
      ),
    ]
      .filter((element) => element.checkVisibility() && !element.disabled && element.tagName !== 'MAIN')
      .filter((element) => !isPassedOver(element));
    probe.looks = probe.stops.map(appearance);
    document.body.tabIndex = -1;
    document.body.focus({ preventScroll: true });
    document.body.removeAttribute('tabindex');
    return probe.stops.map((element) => ({ name: probe.describe(element), tabIndex: element.tabIndex }));
  },

  /** Where the keyboard is: the place among the stops, or -1, and what is wrong with how it shows that. */
  lookAtFocus() {
    const element = document.activeElement;
    const stop = probe.stops.indexOf(element);
    if (stop === -1) return { stop, name: element === document.body ? 'body' : probe.describe(element), faults: [] };
    const faults = [];
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
    if (!outlined || appearance(element) === probe.looks[stop]) faults.push('does not show that it has the focus');
    const box = element.getBoundingClientRect();
    const inSentence = style.display === 'inline';
    if (!inSentence && (box.width < 24 || box.height < 24))
      faults.push(`is only ${Math.round(box.width)} by ${Math.round(box.height)} pixels large`);
    if (isCovered(element)) faults.push('is covered while it has the focus');
    const rtl = document.dir === 'rtl';
    const { top, bottom } = { top: box.top + scrollY, bottom: box.bottom + scrollY };
    const start = rtl ? innerWidth - box.right : box.left;
    return { stop, name: probe.describe(element), faults, box: { top, bottom, start, end: start + box.width } };
  },

  describe(element) {
    const words = (element.getAttribute('aria-label') ?? element.innerText ?? '')
      .trim()
      .replace(/\s+/g, ' ')
      .slice(0, 40);
    const id = element.id && `#${element.id}`;
    const classes = [...element.classList].map((name) => `.${name}`).join('');
    return `<${element.tagName.toLowerCase()}${id}${classes}>${words && ` “${words}”`}`;
  },
};

/** Of a group of radio buttons the keyboard stops at the chosen one, or at the first. */
function isPassedOver(element) {
  if (element.type !== 'radio') return false;
  const group = [...document.querySelectorAll('input[type="radio"]')].filter(
    ({ name, form }) => name === element.name && form === element.form,
  );
  return element !== (group.find(({ checked }) => checked) ?? group[0]);
}

/** Whether nothing of an element can be seen, at its middle or near its corners. */
function isCovered(element) {
  const [{ left, top, width, height }] = element.getClientRects();
  const points = [
    [0.5, 0.5],
    [0.1, 0.1],
    [0.9, 0.1],
    [0.1, 0.9],
    [0.9, 0.9],
  ];
  return points.every(([x, y]) => {
    const seen = document.elementFromPoint(left + width * x, top + height * y);
    return seen === null || !(element.contains(seen) || seen.contains(element));
  });
}

function appearance(element) {
  const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
  return outlineStyle === 'none' ? boxShadow : [outlineStyle, outlineWidth, outlineColor, boxShadow].join(' ');
}
