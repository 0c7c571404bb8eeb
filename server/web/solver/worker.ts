import { answerOrders } from "./answerOrders.ts";
import { TASKS } from "./tasks.ts";

answerOrders(TASKS);
