/** The names that CSS has for colours (CSS Color Module Level 4 §6.1). */
const named = new Set(
  `aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray
darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen
darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue
firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew
hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan
lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray
lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid
mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream
mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen
paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue
saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen
steelblue tan teal thistle tomato transparent turquoise violet wheat white whitesmoke yellow yellowgreen`.split(/\s/),
);

const hex = /^#([\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i;

/** One of the colour functions around arguments that hold no bracket of their own. */
const innermostFunction = /(?<![\w-])(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\([\w#%.,/+\s-]+\)/gi;

/**
 * Why a value is no CSS colour, as the end of a sentence; `undefined` when it is one. Strict about what could end the
 * declaration it stands in or load something, trusting about the arguments of a function.
 */
export function findColourProblem(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 200) return 'must be a CSS colour, such as #0d5652.';
  const colour = withoutFunctions(value.trim().toLowerCase());
  if (hex.test(colour) || named.has(colour)) return undefined;
  return 'is no CSS colour: write it as #rrggbb, by its CSS name, or as a function such as oklch(45% 0.1 180).';
}

/** `color-mix()` takes colours that are functions themselves, so they are worked off from the inside. */
function withoutFunctions(colour: string): string {
  const simpler = colour.replace(innermostFunction, 'black');
  return simpler === colour ? colour : withoutFunctions(simpler);
}
