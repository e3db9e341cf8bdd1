// Every browser test in one process: one after the other, each file with a demo of its own.
import "./journeys/book_and_pay.mjs";
import "./journeys/groups.mjs";
import "./journeys/changes.mjs";
import "./journeys/joining.mjs";
import "./journeys/imports.mjs";
import "./journeys/in_house.mjs";
import "./journeys/invoices.mjs";
import "./journeys/member_desk.mjs";
import "./journeys/members.mjs";
import "./journeys/money_reports.mjs";
import "./journeys/news.mjs";
import "./journeys/officers.mjs";
import "./journeys/own_membership.mjs";
import "./journeys/pages.mjs";
import "./journeys/questions.mjs";
import "./journeys/second_factors.mjs";
import "./journeys/waiting_list.mjs";
