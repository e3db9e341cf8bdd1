// Every browser test in one process: one after the other, each file with a demo of its own.
import "./journeys/pages.mjs";
