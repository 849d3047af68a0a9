/*
 * look.mjs NAME=URL...: each page in headless Chromium with scripts off, at 320
 * CSS px and at 400 % of 1280 px: no violation of WCAG 2.2 A and AA that axe
 * finds, nothing to scroll sideways, nothing too small to hit; valid HTML. The
 * page named "set" is then filled in by keyboard alone. Prints TAP.
 */
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.env.TOOLS + "/");
const { chromium } = require("playwright-core");
const { HtmlValidate } = require("html-validate");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const sizes = [
	{ name: "320 px", viewport: { width: 320, height: 640 }, scale: 1 },
	{ name: "400 %", viewport: { width: 320, height: 256 }, scale: 4 },
];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const validate = new HtmlValidate({
	extends: ["html-validate:standard", "html-validate:a11y"],
	rules: {
		/* a matter of taste; and what is typed wrong is to be mended at
		 * once */
		"doctype-style": "off",
		"long-title": "off",
		"void-style": "off",
		"no-autofocus": "off",
	},
});
let count = Number(process.env.TESTS_DONE ?? 0);
let failed = 0;

function tell(name, faults)
{
	count++;
	failed += faults.length > 0;
	console.log((faults.length > 0 ? "not ok " : "ok ") + count + " - " + name);
	for (const fault of faults)
		console.log("# " + fault);
}

/* What axe finds: it is a script, so it sees the same page beside. */
async function ask_axe(page)
{
	const beside = await page.context().browser().newPage({
		viewport: page.viewportSize() });
	let result;

	await beside.setContent(await page.content());
	await beside.evaluate(axe);
	result = await beside.evaluate((tags) => axe.run(document,
		{ preload: false, runOnly: { type: "tag", values: tags } }), tags);
	await beside.close();
	return [...result.violations.map((v) => v.id + ": " +
		v.nodes.map((n) => n.html).join(" ")),
		...(result.passes.length < 5 ? ["axe looked at nothing"] : [])];
}

/* What a person with eyes, fingers or neither would trip over. */
async function look(page)
{
	const faults = await page.evaluate(() => {
		const root = document.documentElement;
		const found = [];

		if (root.scrollWidth > root.clientWidth)
			found.push("is wider than the window: " + root.scrollWidth);
		for (const it of document.querySelectorAll("input,button,a")) {
			const box = it.getBoundingClientRect();

			if (box.width < 24 || box.height < 24)
				found.push("is too small: " + it.outerHTML);
		}
		for (const it of document.querySelectorAll("input"))
			if (it.labels.length !== 1)
				found.push("labels: " + it.outerHTML);
		return found;
	});

	return [...faults, ...await ask_axe(page)];
}

async function valid(html)
{
	const report = await validate.validateString(html);

	return report.results.flatMap((r) => r.messages.map((m) =>
		m.ruleId + ": " + m.message + " (line " + m.line + ")"));
}

async function open(browser, size)
{
	const context = await browser.newContext({
		javaScriptEnabled: false,
		viewport: size.viewport,
		deviceScaleFactor: size.scale,
	});

	return context.newPage();
}

/* What has the focus, and whether that can be seen. */
async function focused(page)
{
	return page.evaluate(() => {
		const it = document.activeElement;
		const style = getComputedStyle(it);

		return it.id + (it.type === "submit" ? "submit" : "") +
			(parseFloat(style.outlineWidth) >= 2 &&
			 style.outlineStyle !== "none" ? "" : " (not seen)");
	});
}

/* Tab and Enter alone: a password that is refused, then one that is not. */
async function fillIn(page, url)
{
	const faults = [];
	const expect = (got, wanted) => got === wanted ||
		faults.push("got: " + got + ", wanted: " + wanted);

	await page.goto(url);
	for (const id of ["username", "password", "again", "submit"]) {
		await page.keyboard.press("Tab");
		expect(await focused(page), id);
	}
	await page.focus("#password");
	await page.keyboard.type("password1234");
	await page.keyboard.press("Tab");
	await page.keyboard.type("password1234");
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
	faults.push(...await look(page));
	expect((await page.title()).startsWith("Error: "), true);
	expect(await focused(page), "password");
	expect(await page.inputValue("#password"), "");
	/* Pasted. */
	await page.keyboard.insertText("correct horse battery");
	await page.keyboard.press("Tab");
	await page.keyboard.insertText("correct horse battery");
	await page.keyboard.press("Tab");
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
	faults.push(...await look(page));
	expect(new URL(page.url()).pathname.endsWith("/done"), true);
	expect(await page.title(), "Your password is set");
	faults.push(...await valid(await page.content()));
	return faults;
}

const pages = process.argv.slice(2).map((it) => it.split(/=(.*)/s));
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-quic", "--disable-sync",
		"--disable-background-networking", "--disable-component-update"],
});

for (const [name, url] of pages) {
	for (const size of sizes) {
		const page = await open(browser, size);
		const answer = await page.goto(url);

		if (size === sizes[0])
			tell(name + ": valid HTML", await valid(await answer.text()));
		tell(name + " at " + size.name, await look(page));
		if (process.env.PICTURES && size === sizes[0])
			await page.screenshot({
				path: process.env.PICTURES + "/" + name + ".png" });
		await page.context().close();
	}
}
for (const [name, url] of pages.filter(([it]) => it === "set")) {
	const page = await open(browser, sizes[0]);

	tell(name + ": by keyboard alone", await fillIn(page, url));
}
await browser.close();
console.log("1.." + count);
process.exit(failed > 0 ? 1 : 0);
