import {describe, expect, test} from "@odoo/hoot";
import {Moving} from "@qms_wheel/picture/moving";
import {angleOf, Turning} from "@qms_wheel/picture/turning";

describe.current.tags("desktop");

const YEAR = {first_day: "2026-01-01", last_day: "2026-12-31", today: "2026-03-02"};

test("a year has its days, a leap year one more", () => {
    expect(new Turning(YEAR).days).toBe(365);
    const leap = {...YEAR, first_day: "2028-01-01", last_day: "2028-12-31"};
    expect(new Turning(leap).days).toBe(366);
});

test("a plan looks ahead, within its year", () => {
    const turning = new Turning(YEAR);
    expect(turning.shifted("2026-05-01", {days: 9})).toBe("2026-05-10");
    expect(turning.shifted("2026-05-01", {months: -6})).toBe("2026-03-02");
    expect(turning.shifted("2026-05-01", {months: 9})).toBe("2026-12-31");
    const next = new Turning({...YEAR, today: "2025-11-02"});
    expect(next.shifted("2026-05-01", {months: -6})).toBe("2026-01-01");
});

test("a turn is days, the shorter way round", () => {
    const turning = new Turning(YEAR);
    expect(turning.daysOf(90)).toBe(91);
    expect(turning.daysOf(-90)).toBe(-91);
    expect(turning.daysOf(350)).toBe(-10);
    expect(turning.daysOf(-350)).toBe(10);
    expect(turning.degreesBetween("2026-03-01", "2026-03-01")).toBe(0);
    expect(Math.round(turning.degreesBetween("2026-01-01", "2026-12-31"))).toBe(359);
});

test("the night the clocks change is no day", () => {
    const turning = new Turning(YEAR);
    expect(turning.shifted("2026-03-28", {days: 2})).toBe("2026-03-30");
    expect(Math.round(turning.degreesBetween("2026-10-24", "2026-10-26"))).toBe(2);
});

test("where the pointer is, clockwise from the top", () => {
    const svg = {
        getBoundingClientRect: () => ({left: 10, top: 20, width: 200, height: 200}),
    };
    const at = (clientX, clientY) => Math.round(angleOf(svg, {clientX, clientY}));
    expect(at(110, 30)).toBe(0);
    expect(at(200, 120)).toBe(90);
    expect(at(110, 210)).toBe(180);
    expect(at(20, 120)).toBe(-90);
});

test("what was asked of an earlier day is not shown", async () => {
    const answers = [];
    const ask = (id, day) => new Promise((resolve) => answers.push({day, resolve}));
    const shown = [];
    const moving = new Moving(ask, (turns) => shown.push(turns));
    moving.begin({id: 1, name: "Audit", date: "2026-09-10"}, YEAR);
    moving.by(1);
    const first = moving.preview();
    moving.by(2);
    const second = moving.preview();
    answers[0].resolve({moves: [{id: 2, from: "2026-11-10", to: "2026-11-11"}]});
    answers[1].resolve({moves: []});
    await second;
    expect(answers.map(({day}) => day)).toEqual(["2026-09-11", "2026-09-12"]);
    expect(moving.state.preview.moves).toEqual([]);
    expect(shown.every((turns) => !(2 in turns))).toBe(true);
    expect(moving.end()).toEqual({id: 1, day: "2026-09-12", isMoved: true});
    expect(moving.isOn).toBe(false);
    expect(first).toBeInstanceOf(Promise);
});
