export const FIGURES_VIEW = "create view figures as select 1 as todo";
