// The file of each generated class.
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

/** Returns the first group whose pattern a widget's name fits. "Checkbox" does not fit "Box". */
export function groupOf(name) {
  return Object.keys(members).find((group) => members[group].test(name));
}
