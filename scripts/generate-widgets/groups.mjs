// Which file a generated class stands in.
const members = {
  styles: /Style$|^Layout$/,
  containers: /Box$|^(Accordion|Tab|Stack)$/,
  media: /^(Audio|Image|Video|FileUpload|Output)$/,
  selections: /^(Dropdown|RadioButtons|Select|SelectMultiple|Selection\w+|ToggleButtons)$/,
  dates: /^(DatePicker|Datetime|NaiveDatetime|Time)$/,
  links: /Link$/,
  tags: /Input$/,
  numbers: /Int|Float|^(Play|Controller\w*)$/,
  texts: /^(Text|Textarea|Password|Combobox|HTML|HTMLMath|Label)$/,
  buttons: /./,
};

export const groups = Object.keys(members);

/** The first group whose pattern a widget's name fits; a Checkbox fits "Box" only in lower case. */
export function groupOf(name) {
  return groups.find((group) => members[group].test(name));
}
