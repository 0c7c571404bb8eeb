import type { TemplateResult } from "lit-html";
import type { PointInput } from "../../../model/point.ts";
import { knobAt, withField } from "../knobs/knobs.ts";
import { valueAt } from "../knobs/places.ts";
import { type NumberControl, numberControl } from "./control.ts";

/** What controls change a point through. */
export interface Edit {
  /** As the user left it: the model may refuse it. */ readonly point: PointInput;
  /** Still being dragged. */ preview(point: PointInput): void;
  /** A step that can be undone. */ commit(point: PointInput): void;
  /** Why the model refuses the field of this path, or one below it. */ complaintOf(path: string): string | undefined;
}

/** The control of one of the point's knobs, by its path. */
export function knobControl(edit: Edit, path: string, more: Pick<NumberControl, "explain"> = {}): TemplateResult | "" {
  const knob = knobAt(edit.point, path);
  if (!knob) return "";
  return numberControl({
    ...more,
    path,
    word: knob.word,
    title: knob.title,
    value: valueAt(edit.point, path) ?? 0,
    from: knob.from,
    to: knob.to,
    isInteger: knob.isInteger,
    isLog: knob.isLog,
    complaint: edit.complaintOf(path),
    preview: (value) => edit.preview(withField(edit.point, path, value)),
    commit: (value) => edit.commit(withField(edit.point, path, value)),
  });
}
