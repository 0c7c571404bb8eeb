import { FIGURE_UNITS } from "../model/units.ts";

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const UNITS = Object.entries(FIGURE_UNITS)
  .map(([name, unit]) => `when ${quoted(name)} then ${quoted(unit)}`)
  .join(" ");

/** Numbers of a result that are no figures: what was asked for, not what was found. */
const NO_FIGURES = ["runs", "request"].map(quoted).join(", ");

/** Fields of a point that are columns of their own. */
const POINT_FIELDS = ["goal", "tolerance", "stepBudget", "retryBudget"];

const number = (path: string): string => `try_cast(${path} as double)`;

/**
 * Stored results in long form, one row a figure: what identifies the result, the point it belongs to, the figure and its unit, then
 * `value` with `error` (its estimated absolute error) where it is exact, or with `low`, `high` (95%) and `count` where it is simulated.
 * A figure that does not exist has no row. A quantile is "quantiles.0.5", a figure of the first stage "stages[0].acceptRate".
 * Parameters that are no point leave goal to retry_budget null; `parameters` holds all of them as JSON.
 *
 * @param source  a table with the columns of `results`
 */
export const figuresOf = (source: string): string => `
  with result as (
    select key, name, experiment, method, model_version, identity->>'$.seed' as seed, ${number("identity->>'$.runs'")}::bigint as runs,
           ${POINT_FIELDS.map((field) => `${number(`identity->>'$.parameters.${field}'`)} as ${column(field)}`).join(", ")},
           (identity->'$.parameters')::varchar as parameters, found
    from (select * exclude (record, whole), whole->'$.identity' as identity, whole->'$.result' as found
          from (select *, case when json_valid(record) then record::json end as whole from ${source}))
    where json_type(found) = 'OBJECT'),
  holder as (
    select result.* exclude (found), '' as prefix, null as unit_of, found as figures, found->'$.error' as errors from result
    union all
    select result.* exclude (found), 'quantiles.', 'quantiles', found->'$.quantiles', found->'$.error.quantiles' from result
    where json_type(found->'$.quantiles') = 'OBJECT'
    union all
    select staged.* exclude (stages, stage, i), 'stages[' || i || '].', null, stage, stage->'$.error'
    from (select *, unnest(stages) as stage, generate_subscripts(stages, 1) - 1 as i
          from (select * exclude (found), json_extract(found, '$.stages[*]') as stages from result)) staged
    where json_type(stage) = 'OBJECT'),
  figure as (
    select holder.* exclude (prefix, unit_of, figures, errors), prefix || entry.key as figure, coalesce(unit_of, entry.key) as unit_of,
           entry.type as kind, entry.value as found,
           case when regexp_full_match(entry.key, '[\\w.]+') then json_extract(errors, '$."' || entry.key || '"') end as error
    from holder, json_each(figures) entry
    where entry.type in ('DOUBLE', 'UBIGINT', 'BIGINT', 'OBJECT') and entry.key not in (${NO_FIGURES}))
  select * exclude (unit_of, kind, found, error), case unit_of ${UNITS} end as unit,
         ${number("case when kind = 'OBJECT' then coalesce(found->>'$.mean', found->>'$.value') else found::varchar end")} as value,
         ${number("case when kind = 'OBJECT' then found->>'$.error' else error::varchar end")} as error,
         ${number("case when kind = 'OBJECT' then found->>'$.low' end")} as low,
         ${number("case when kind = 'OBJECT' then found->>'$.high' end")} as high,
         ${number("case when kind = 'OBJECT' then found->>'$.count' end")}::bigint as count
  from figure
  where kind <> 'OBJECT' or value is not null`;

/** "stepBudget" as a column: "step_budget". */
function column(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Order in which figures are shown and exported: no two rows share a place in it. */
export const FIGURES_ORDER = "experiment, method, key, figure";

export const FIGURES_VIEW = `create view figures as ${figuresOf("results")}`;
